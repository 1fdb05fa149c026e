"""`seawall init`: a private data folder, a database, one administrator whose password is shown once."""

import json
import sqlite3
import stat
from contextlib import closing

import pytest

pytestmark = pytest.mark.slow


def roles_of(home):
    with closing(sqlite3.connect(home / "desk.sqlite3")) as database:
        return database.execute(
            "SELECT username, role FROM people_staffmember JOIN people_rolegrant ON staff_id = people_staffmember.id"
        ).fetchall()


def test_the_first_run_makes_everything_and_the_second_nothing(run_seawall, tmp_path):
    home = tmp_path / "deep" / "home"
    first = run_seawall(home, "init", "--json")
    assert first.returncode == 0, first.stderr
    facts = json.loads(first.stdout)
    assert facts["created_administrator"]
    assert len(facts["password"].replace("-", "")) == 20
    assert roles_of(home) == [("admin", "administrator")]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert facts["password"] not in (home / "desk.sqlite3").read_bytes().decode("latin1")
    second = json.loads(run_seawall(home, "init", "--json").stdout)
    assert (second["created_administrator"], second["password"]) == (False, None)


def test_a_password_given_by_the_environment_is_not_printed(run_seawall, tmp_path):
    done = run_seawall(tmp_path / "home", "init", SEAWALL_ADMIN_PASSWORD="harbour-wall-at-dusk")
    assert done.returncode == 0, done.stderr
    assert "harbour-wall-at-dusk" not in done.stdout
    assert "as given in SEAWALL_ADMIN_PASSWORD" in done.stdout


def test_a_weak_password_is_a_bad_setting_and_can_be_mended(run_seawall, tmp_path):
    home = tmp_path / "home"
    done = run_seawall(home, "init", SEAWALL_ADMIN_PASSWORD="short")
    assert done.returncode == 4
    assert "SEAWALL_ADMIN_PASSWORD is too weak" in done.stderr
    assert run_seawall(home, "init").returncode == 0


def test_a_recovery_link_is_made_for_somebody_locked_out(run_seawall, prepared_home):
    done = run_seawall(prepared_home, "init", "--json", "--recover", "ADMIN")
    assert json.loads(done.stdout)["recovery_path"].startswith("/in/")
    refused = run_seawall(prepared_home, "init", "--recover", "nobody")
    assert refused.returncode == 3
    assert "nobody signs in as 'nobody'" in refused.stderr


def test_a_file_in_the_place_of_the_folder_is_a_bad_setting(run_seawall, tmp_path):
    (tmp_path / "home").write_text("x")
    done = run_seawall(tmp_path / "home", "init")
    assert done.returncode == 4
    assert "must be a folder" in done.stderr
    assert "Traceback" not in done.stderr
