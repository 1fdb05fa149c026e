"""`seawall import` as a person or a script runs it: what it says, and its exit codes."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEADER = "platform,post_id,account_id,posted_at,text,kind\n"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def written(path, *rows):
    path.write_text(HEADER + "".join(rows), "utf-8")
    return path


def test_it_says_what_it_guessed_and_why_and_what_came_of_it(run_seawall, home, tmp_path):
    path = written(tmp_path / "posts.csv", "p,1,a,2026-03-01,the lamps return,post\n")
    done = run_seawall(home, "import", str(path))
    assert done.returncode == 0, done.stderr
    assert "posts.csv: csv, read as seawall, because its columns are those of Seawall's own posts" in done.stdout
    assert "1 rows = 1 stored + 0 repeats + 0 rejects" in done.stdout
    again = run_seawall(home, "import", str(path))
    assert "1 rows = 0 stored + 1 repeats + 0 rejects" in again.stdout


def test_rejects_give_exit_code_1_and_their_place_is_told(run_seawall, home, tmp_path):
    path = written(tmp_path / "posts.csv", "p,1,a,2026-02-30,x,post\n", "p,2,a,2026-03-01,x,post\n")
    done = run_seawall(home, "import", str(path), "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert {name: told[name] for name in ("rows", "stored", "repeats", "rejects")} == {
        "rows": 2, "stored": 1, "repeats": 0, "rejects": 1,
    }  # fmt: skip
    (batch,) = told["batches"]
    assert batch["files"][0]["map"] == "seawall"
    assert json.loads(Path(batch["rejects_path"]).read_text("utf-8"))["row"] == 1


def test_media_files_of_a_folder_are_kept_and_a_missing_one_is_told(run_seawall, home, tmp_path):
    folder = tmp_path / "world"
    folder.mkdir()
    written(folder / "posts.csv", "p,1,a,2026-03-01T00:00:00Z,x,post\n")
    (folder / "one.png").write_bytes(b"a drawing")
    digests = [hashlib.sha256(content).hexdigest() for content in (b"a drawing", b"a lost drawing")]
    rows = "".join(f"p,sha256:{value},{name}\n" for value, name in zip(digests, ("one.png", "two.png"), strict=True))
    (folder / "media.csv").write_text("platform,media_id,file\n" + rows)
    done = run_seawall(home, "import", str(folder), "--json")
    assert done.returncode == 1, done.stderr
    (left_out,) = json.loads(done.stdout)["media"]["left_out"]
    assert left_out == {"name": "two.png", "reason": "there is no such file in the folder"}
    assert (home / "evidence" / "sha256" / digests[0][:2] / digests[0]).read_bytes() == b"a drawing"


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"", (), "is empty (0 bytes)"),
        (b"one,two\n1,2\n", (), "no map or format fits it"),
        (b"one,two\n1,2\n", ("--map", "channel_network"), "the file lacks; it has: one, two"),
        (b"one,two\n1,2\n", ("--map", "nope"), "no map named 'nope'"),
        (b"PAR1 and nothing else", (), "no Parquet that can be read"),
    ],
)
def test_what_cannot_be_read_gives_exit_code_3_and_one_line(run_seawall, home, tmp_path, content, arguments, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    done = run_seawall(home, "import", str(path), *arguments)
    assert done.returncode == 3
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cut_file_keeps_its_good_rows_and_gives_exit_code_3(run_seawall, home, tmp_path):
    rows = "".join(f"p,{number},a,2026-03-01,x{number * 7919},post\n" for number in range(20_000))
    packed = gzip.compress((HEADER + rows).encode())
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    done = run_seawall(home, "import", str(path))
    assert done.returncode == 3
    assert "broken after row" in done.stderr
    assert " 0 stored" not in done.stdout


def test_a_folder_is_one_batch_a_file(run_seawall, home, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        written(folder / f"{name}.csv", f"p,{name},a,2026-03-01,x,post\n")
    (folder / "notes.txt").write_text("hello\n")
    done = run_seawall(home, "import", str(folder))
    assert done.returncode == 0
    assert "left out notes.txt" in done.stdout
    assert "together 2 rows = 2 stored" in done.stdout


def test_the_maps_can_be_listed(run_seawall, home):
    done = run_seawall(home, "import", "--list-maps")
    assert done.stdout.split()[:2] == ["seawall", "activitystreams"]


@pytest.mark.slow
def test_ctrl_c_ends_after_the_rows_at_hand_and_the_next_run_goes_on(home, tmp_path):
    rows = "".join(f"p,{number},a,2026-03-01,the lamps return {number},post\n" for number in range(400_000))
    path = written(tmp_path / "posts.csv", rows)
    command = [sys.executable, "-m", "seawall", "import", str(path), "--json", "--home", str(home)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SEAWALL_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as child:
        manifest = home / "corpus" / "manifest.json"
        deadline = time.monotonic() + 60
        while not (manifest.exists() and b'"rows"' in manifest.read_bytes()) and time.monotonic() < deadline:
            child.poll()
        child.send_signal(signal.SIGINT)
        stdout, stderr = child.communicate(timeout=60)
    assert child.returncode == 130, stderr
    told = json.loads(stdout)
    assert told["batches"][0]["ended"] == "interrupted"
    assert 0 < told["rows"] < 400_000
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    told = json.loads(done.stdout)
    assert (done.returncode, told["rows"], told["stored"], told["batches"][0]["resumed"]) == (0, 400_000, 400_000, True)
