"""Programs under the supervisor: started, restarted when they die, ended together."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from seawall.desk.serving import Program, Supervisor
from seawall.desk.serving.supervisor import _told


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def wait_for(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def running(tmp_path):
    """Return a function that runs programs in a thread; at the end the supervisor is stopped."""
    started = []

    def run(*programs, grace_seconds=5.0):
        said = []
        supervisor = Supervisor(programs, say=said.append, grace_seconds=grace_seconds)
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        started.append((supervisor, thread))
        return supervisor, thread, said

    yield run
    for supervisor, thread in started:
        supervisor.stop()
        thread.join()


def test_programs_run_until_stopped_and_then_none_is_left(running, tmp_path):
    code = f"import os, time; open(r'{tmp_path}/' + str(os.getpid()), 'w').close(); time.sleep(600)"
    supervisor, thread, said = running(
        Program(name="one", command=python(code)), Program(name="two", command=python(code))
    )
    wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    supervisor.stop()
    thread.join()
    assert not any(is_alive(int(path.name)) for path in tmp_path.iterdir())
    assert said == []


def test_a_program_that_dies_is_started_again_after_longer_and_longer_pauses(running, tmp_path):
    code = f"import os; open(r'{tmp_path}/' + str(os.getpid()), 'w').close(); os._exit(7)"
    _, _, said = running(Program(name="the worker", command=python(code)))
    wait_for(lambda: len(said) == 2)
    assert said == [
        "the worker ended with code 7; it starts again in 1 s",
        "the worker ended with code 7; it starts again in 2 s",
    ]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_dead_program_had_started_is_ended_too(running, tmp_path):
    code = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open(r'{tmp_path}/' + str(child.pid), 'w').close()\nos.kill(os.getpid(), 9)"
    )
    _, _, said = running(Program(name="the site", command=python(code)))
    wait_for(lambda: said)
    assert "signal 9" in said[0]
    wait_for(lambda: not is_alive(int(next(tmp_path.iterdir()).name)))


def test_a_program_that_does_not_end_is_killed(running, tmp_path):
    code = (
        "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open(r'{tmp_path}/' + str(os.getpid()), 'w').close()\ntime.sleep(600)"
    )
    supervisor, thread, said = running(Program(name="the worker", command=python(code)), grace_seconds=0.3)
    wait_for(lambda: list(tmp_path.iterdir()))
    supervisor.stop()
    thread.join()
    assert said == ["the worker did not end in time and is killed"]
    assert not is_alive(int(next(tmp_path.iterdir()).name))


def test_readiness_is_asked_until_it_is_there_and_then_no_more():
    answers = iter([False, False, True])
    supervisor = Supervisor([], say=print)

    def ready():
        answer = next(answers)
        if answer:
            supervisor.stop()
        return answer

    supervisor.run(on_ready=ready)
    assert next(answers, None) is None


@pytest.mark.parametrize(("code", "words"), [(0, "code 0"), (3, "code 3"), (-15, "signal 15")])
def test_an_end_is_told_in_words(code, words):
    assert _told(code) == words
