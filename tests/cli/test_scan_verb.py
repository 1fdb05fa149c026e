import json

import pytest
from click.testing import CliRunner

from seawall.cli.scan_verb import command


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "bank.jsonl"
    path.write_text('{"signal_type": "text", "value": "the lamps return", "bank": "movement"}\n{"signal_type": "x"}\n')
    return path


def test_a_scan_of_an_empty_home_says_zero(bank, tmp_path):
    done = CliRunner().invoke(command, ["--bank", str(bank), "--home", str(tmp_path / "home"), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1  # one line of the bank was set aside
    assert (told["finding_count"], told["entry_count"], told["accounts"]) == (0, 1, [])
    assert told["set_aside"][0]["line"] == 2


def test_the_table_is_for_people(bank, tmp_path):
    done = CliRunner().invoke(command, ["--bank", str(bank), "--home", str(tmp_path / "home")])
    assert "entries of the banks" in done.stdout
    assert "bank.jsonl:2" in done.stderr
