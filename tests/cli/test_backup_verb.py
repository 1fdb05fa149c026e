"""`seawall backup` and `seawall restore`, as typed."""

import json

import pytest
from click.testing import CliRunner

from seawall.cli import backup_verb, restore_verb
from seawall.cli.exit_codes import exit_code_of


def run(verb, *arguments):
    done = CliRunner().invoke(verb.command, [str(argument) for argument in arguments])
    code = done.exit_code if done.exception is None or done.exit_code == 2 else exit_code_of(done.exception)
    return code, done.output if done.exception is None else f"{done.output}{done.exception}"


def test_a_desk_goes_into_an_archive_and_comes_back(prepared_home, tmp_path):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    code, said = run(backup_verb, archive, "--home", prepared_home, "--with-secrets", "--json")
    assert (code, json.loads(said)["files"]) == (0, 2)
    code, said = run(restore_verb, archive, "--into", other, "--json")
    assert code == 0
    facts = json.loads(said)
    assert facts["ledger"].startswith("1:")
    assert facts["with_secrets"]


def test_people_are_told_what_is_not_in_the_archive(prepared_home, tmp_path):
    archive = tmp_path / "desk.zip"
    _, said = run(backup_verb, archive, "--home", prepared_home)
    assert "Without the signing key" in said
    _, said = run(restore_verb, archive, "--into", tmp_path / "other")
    assert "The ledger holds: 1 rows" in said
    assert "erase it again" in said


def test_tables_on_a_server_are_said_to_be_missing(prepared_home, tmp_path, monkeypatch):
    monkeypatch.setenv("SEAWALL_DATABASE_URL", "postgresql://elsewhere/desk")
    (prepared_home / "corpus").mkdir()
    _, said = run(backup_verb, tmp_path / "desk.zip", "--home", prepared_home)
    assert "pg_dump" in said


def test_what_is_refused_ends_with_its_code_and_one_sentence(prepared_home, tmp_path):
    archive = tmp_path / "desk.zip"
    assert run(backup_verb, archive, "--home", prepared_home)[0] == 0
    for verb, arguments, code, words in (
        (backup_verb, (archive, "--home", prepared_home), 3, "never overwrites"),
        (backup_verb, (tmp_path / "x.zip", "--home", tmp_path / "none"), 3, "no desk"),
        (restore_verb, (archive, "--into", prepared_home), 3, "not empty"),
        (restore_verb, (tmp_path / "absent.zip", "--into", tmp_path / "other"), 2, "does not exist"),
    ):
        found, said = run(verb, *arguments)
        assert (found, words in said) == (code, True), said
    archive.write_bytes(archive.read_bytes()[:1000])
    code, said = run(restore_verb, archive, "--into", tmp_path / "other")
    assert code == 3
    assert "Nothing was restored" in said


@pytest.mark.slow
def test_what_was_restored_has_no_problem(run_seawall, prepared_home, tmp_path):
    assert run_seawall(prepared_home, "backup", str(tmp_path / "desk.zip")).returncode == 0
    done = run_seawall(tmp_path / "unused", "restore", str(tmp_path / "desk.zip"), "--into", str(tmp_path / "other"))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "unused").exists()
    assert run_seawall(tmp_path / "other", "doctor").returncode == 0
