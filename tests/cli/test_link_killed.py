"""`seawall link` killed (−9) at a file operation: table and bank are whole or absent, and a rerun makes them."""

import subprocess
import sys
from pathlib import Path

import pytest

from seawall.identity.bank_folder import is_bank_folder, open_bank

pytestmark = pytest.mark.slow

CLOSED = (
    "platform,account,handle,name,bio,created,closed_at,decision,ground,expires\n"
    "harbourfeed,c1,lampkeeper,Lamp Keeper,I keep the watch on the grey coast,2024-01-01,2025-03-07T12:00:00Z,HF-1,"
    "promotes,2999-01-01\n"
    "harbourfeed,c2,zwq_baker,Oskar Ridgewick,Bread at dawn mostly rye,2024-01-01,2025-03-08T12:00:00Z,HF-2,recruits,"
    "2999-01-01\n"
)
NEW = (
    "platform,account,handle,name,bio,created\n"
    "harbourfeed,n1,lampkeeper_2,Lamp Keeper,I keep the watch on the grey coast,2025-03-07T13:00:00Z\n"
)


def link(number, work):
    program = Path(__file__).with_name("killed_link.py")
    return subprocess.run([sys.executable, program, str(number), work], capture_output=True, timeout=300, check=False)


@pytest.fixture
def work(tmp_path):
    for side, rows in (("closed", CLOSED), ("new", NEW)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "accounts.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "results").mkdir()
    return tmp_path


def left_in(results):
    """Return the table and the number of accounts in the bank, None where there is none under its name."""
    table, bank = results / "ranked.csv", results / "bank"
    return (
        table.read_bytes() if table.exists() else None,
        open_bank(bank).account_count() if bank.exists() and is_bank_folder(bank) else None,
    )


@pytest.mark.parametrize("number", [1, 2, 9, 40, 70, 1_000])
def test_killed_at_a_file_operation_nothing_half_written_has_its_name(work, number):
    killed = link(number, work)
    assert killed.returncode in (-9, 0), killed.stderr
    table, bank = left_in(work / "results")
    assert bank in (None, 2)
    assert not (work / "results" / "bank").exists() or bank == 2
    done = link(0, work)
    assert done.returncode == 0, done.stderr
    whole, again = left_in(work / "results")
    assert again == 2
    assert table in (None, whole)
    assert b"harbourfeed:n1,harbourfeed:c1,1," in whole


def test_killed_while_the_bank_is_written_there_is_neither_bank_nor_table(work):
    assert link(9, work).returncode == -9
    assert left_in(work / "results") == (None, None)
