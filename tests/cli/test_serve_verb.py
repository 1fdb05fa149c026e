"""`seawall serve`: everything in one command, ended together, one for each data folder."""

import json
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PASSWORD = "harbour-wall-at-dusk"
SECONDS = 90.0


@pytest.fixture
def serve(start_seawall):
    """Return a context manager that serves a data folder: (process, what it said when it was ready)."""

    @contextmanager
    def serving(home, *arguments):
        process = start_seawall(home, "serve", "--port", "0", "--json", *arguments)
        try:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield process, json.loads(line)
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)
            process.wait()

    return serving


def children(pid):
    """Return pid and command of every process below `pid`."""
    below = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            below[int(folder.name)] = (int(stat[1]), stat[0], (folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    found, wave = {}, {pid}
    while wave:
        wave = {one for one, (parent, state, _) in below.items() if parent in wave and state != "Z"}
        found |= {one: below[one][2] for one in wave}
    return found


def wait_for(condition):
    end = time.monotonic() + SECONDS
    while not (value := condition()):
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.1)
    return value


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def get(address, path="account/login/"):
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_first_start_serves_a_desk_one_can_sign_in_to_and_ends_whole(serve, tmp_path):
    home = tmp_path / "home"
    with serve(home) as (process, ready):
        assert ready["address"].startswith("http://127.0.0.1:")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        login = f"{ready['address']}account/login/"
        with browser.open(login) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
        form = {"csrfmiddlewaretoken": token, "login": "admin", "password": ready["password"]}
        with browser.open(login, urllib.parse.urlencode(form).encode()) as page:
            assert page.url == ready["address"]
            assert page.headers["Content-Security-Policy"]
        below = wait_for(lambda: len(children(process.pid)) >= 3 and children(process.pid))
        assert any("serving.worker" in command for command in below.values())
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        wait_for(lambda: all(is_gone(pid) for pid in below))
        assert ready["password"] not in process.stderr.read()


def test_a_second_server_of_one_folder_and_a_taken_port_are_refused(serve, run_seawall, prepared_home, tmp_path):
    with serve(prepared_home, "--no-worker") as (process, ready):
        assert not any("serving.worker" in command for command in children(process.pid).values())
        second = run_seawall(prepared_home, "serve", "--port", "0")
        assert second.returncode == 4
        assert f"process {process.pid} serves" in second.stderr
        assert ready["address"] in second.stderr
        port = ready["address"].rstrip("/").rpartition(":")[2]
        taken = run_seawall(tmp_path / "other", "serve", "--port", port)
        assert taken.returncode == 4
        assert f"another program listens on 127.0.0.1:{port}" in taken.stderr
        assert "Traceback" not in second.stderr + taken.stderr


def test_what_dies_comes_back(serve, prepared_home):
    with serve(prepared_home) as (process, ready):

        def pid_of(part):
            return next((pid for pid, command in children(process.pid).items() if part in command), None)

        for part in ("serving.worker", "serving.site"):
            before = wait_for(lambda part=part: pid_of(part))
            os.kill(before, signal.SIGKILL)
            wait_for(lambda part=part, before=before: pid_of(part) not in {None, before})

        def answers():
            try:
                return get(ready["address"])[0] == 200
            except OSError:
                return False

        wait_for(answers)


def test_nothing_outlives_a_killed_supervisor(serve, prepared_home):
    with serve(prepared_home) as (process, _):
        below = wait_for(lambda: len(children(process.pid)) >= 3 and children(process.pid))
        process.kill()
        wait_for(lambda: all(is_gone(pid) for pid in below))
    with serve(prepared_home) as (_, ready):
        assert get(ready["address"])[0] == 200


def test_a_foreign_host_is_refused_while_serving(serve, prepared_home):
    with serve(prepared_home, "--no-worker") as (_, ready):
        request = urllib.request.Request(f"{ready['address']}account/login/", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=SECONDS)
        assert refused.value.code == 400
        refused.value.close()
        assert get(ready["address"], "static/desk/desk.css")[0] == 200
