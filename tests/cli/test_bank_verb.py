"""`seawall bank`: list, import, export and withdraw on a data folder, by somebody whom the desk knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from seawall.cli.bank_verb import command
from seawall.desk.audit.services import SYSTEM
from seawall.desk.banks.drafts import BankFacts
from seawall.desk.banks.models import BankEntry
from seawall.desk.banks.services import create_bank
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(settings, tmp_path):
    import dataclasses

    settings.SEAWALL = dataclasses.replace(settings.SEAWALL, home=tmp_path / "home")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ann = add_staff("ann", acting=SYSTEM, roles=(Role.ANALYST,), password="the-lamps-return-1952")
    add_staff("odd", acting=SYSTEM, roles=(Role.AUDITOR,), password="the-lamps-return-1952")
    facts = BankFacts(name="Lamps", owner="o", policy="p", opinion="positive", licence="l")
    return create_bank(facts, acting=ann)


@pytest.fixture
def told(tmp_path):
    """Return a function that calls the verb and gives its exit code and output."""

    def call(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(command, [str(one) for one in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout

    return call


def test_a_list_goes_in_and_bad_lines_are_written_down(bank, told, tmp_path):
    path = tmp_path / "list.tx"
    path.write_text(f"video_md5 {'a' * 32}\nvideo_md5 lamps\nurl https://lamps.example/a\n")
    code, text = told("import", path, "--bank", "Lamps", "--as", "ann", "--json")
    counts = json.loads(text)
    assert (code, counts["added"], counts["set_aside"]) == (1, 2, 1)
    assert json.loads(Path(counts["set_aside_file"]).read_text())["line"] == 2
    path.write_text(f"video_md5 {'a' * 32}\n")
    code, text = told("import", path, "--bank", "Lamps", "--as", "ann")
    assert code == 0
    assert "0 added + 1 known already" in text


def test_banks_are_listed_exported_and_entries_withdrawn(bank, told, tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"signal_type": "url", "value": "https://lamps.example/a"}\n')
    told("import", path, "--bank", "Lamps", "--as", "ann")
    assert json.loads(told("list", "--json")[1])[0]["entries"] == 1
    out = tmp_path / "out.tx"
    assert told("export", "--bank", "Lamps", "--format", "tx", "--out", out, "--as", "ann")[0] == 0
    assert out.read_text() == "url https://lamps.example/a\n"
    entry = BankEntry.objects.get()
    assert told("withdraw", entry.entry_id, "--reason", "news", "--as", "ann")[0] == 0
    assert "1 withdrawn" in told("list")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--bank", "Nothing", "--as", "ann"),
        ("export", "--bank", "Lamps", "--as", "odd"),
        ("export", "--bank", "Lamps", "--as", "nobody"),
        ("withdraw", "B9-000009", "--reason", "news", "--as", "ann"),
    ],
)
def test_what_the_desk_does_not_know_is_wrong_use(bank, told, arguments):
    assert told(*arguments)[0] == 2
