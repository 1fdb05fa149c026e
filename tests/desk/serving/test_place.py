"""One server for each data folder, on a port that is free."""

import json
import os
import socket
import subprocess
import sys

import pytest

from seawall.desk.serving.errors import AlreadyServedError, PortTakenError, ServingError
from seawall.desk.serving.place import Holder, free_port, hold, holder_of


def test_a_second_holder_is_refused_and_told_who_has_it(tmp_path):
    path = tmp_path / "serve.lock"
    with hold(path) as note:
        note("http://127.0.0.1:8000/")
        assert holder_of(path) == Holder(pid=os.getpid(), address="http://127.0.0.1:8000/")
        with (
            pytest.raises(AlreadyServedError, match=f"process {os.getpid()} serves .* at http://127.0.0.1:8000/"),
            hold(path),
        ):
            pass
    assert holder_of(path) is None
    with hold(path):
        assert holder_of(path) == Holder(pid=os.getpid())


def test_a_killed_holder_leaves_the_place_free(tmp_path):
    path = tmp_path / "serve.lock"
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom seawall.desk.serving.place import hold\n"
        "with hold(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    assert holder_of(path) == Holder(pid=process.pid)
    process.kill()
    process.communicate()
    assert holder_of(path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1, "else": 2}', "null"])
def test_a_lock_file_with_other_words_is_no_obstacle(tmp_path, content):
    path = tmp_path / "serve.lock"
    path.write_text(content)
    assert holder_of(path) is None
    with hold(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


def test_nobody_holds_a_lock_that_is_not_there(tmp_path):
    assert holder_of(tmp_path / "serve.lock") is None


def test_a_free_port_is_found_and_a_taken_one_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"127.0.0.1:{port}"):
            free_port("127.0.0.1", port)
    assert free_port("127.0.0.1", port) == port
    assert free_port("127.0.0.1", 0) > 0


@pytest.mark.parametrize("host", ["192.0.2.7", "no such host", "::ffff:1:2:3:4:5:6"])
def test_an_address_that_this_machine_lacks_is_refused(host):
    with pytest.raises(ServingError):
        free_port(host, 0)
