"""`seawall backup` and `seawall restore`, as typed."""

import json


def test_a_desk_goes_into_an_archive_and_comes_back(run_seawall, prepared_home, tmp_path):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    done = run_seawall(prepared_home, "backup", str(archive), "--with-secrets", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] == 2
    restored = run_seawall(tmp_path / "unused", "restore", str(archive), "--into", str(other), "--json")
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["ledger"].startswith("1:")
    assert not (tmp_path / "unused").exists()
    examined = json.loads(run_seawall(other, "doctor", "--json").stdout)
    assert examined["problems"] == 0


def test_what_is_refused_ends_with_its_code_and_one_sentence(run_seawall, prepared_home, tmp_path):
    archive = tmp_path / "desk.zip"
    assert run_seawall(prepared_home, "backup", str(archive)).returncode == 0
    for home, arguments, code, words in (
        (prepared_home, ("backup", str(archive)), 3, "never overwrites"),
        (tmp_path / "none", ("backup", str(tmp_path / "x.zip")), 3, "no desk"),
        (prepared_home, ("restore", str(archive)), 3, "not empty"),
        (prepared_home, ("restore", str(tmp_path / "absent.zip")), 2, "does not exist"),
    ):
        done = run_seawall(home, *arguments)
        assert (done.returncode, words in done.stderr) == (code, True), done.stderr
        assert "Traceback" not in done.stderr
    archive.write_bytes(archive.read_bytes()[:1000])
    done = run_seawall(prepared_home, "restore", str(archive), "--into", str(tmp_path / "other"))
    assert done.returncode == 3
    assert "Nothing was restored" in done.stderr
