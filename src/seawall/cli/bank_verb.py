"""`seawall bank`: the desk's banks from the command line: list them, import a long list, export one, withdraw an entry.

Exit codes: 0 done · 1 lines were set aside · 3 bad input · 130 interrupted (run it again to go on).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from seawall.cli.exit_codes import ATTENTION

if TYPE_CHECKING:
    from seawall.desk.banks.models import Bank, ListImport
    from seawall.desk.people.models import StaffMember

INTERRUPTED: Final = 130
_HOME: Final = click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
_AS: Final = click.option(
    "--as", "login", metavar="LOGIN", required=True, help="Who does it: a login name of the desk."
)
_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")


@click.group("bank")
def command() -> None:
    """Look after the desk's banks."""


@command.command("list")
@_HOME
@_JSON
def list_banks(home: Path | None, *, as_json: bool) -> None:
    """List the banks with their counts of entries."""
    _prepare(home)
    from seawall.desk.banks.selectors import banks_with_counts

    banks = list(banks_with_counts())
    if as_json:
        click.echo(json.dumps([_bank_as_json(bank) for bank in banks], ensure_ascii=False))
        return
    for bank in banks:
        told = _bank_as_json(bank)
        click.echo(f"{told['name']}: {told['entries']:,} entries, {told['withdrawn']:,} withdrawn, {told['opinion']}")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--bank", "name", required=True, help="The bank that takes it in.")
@click.option("--type", "signal_type", default="", metavar="TYPE", help="Signal type of lines that name none.")
@click.option("--origin", default="", metavar="NAME", help="The partner or list that the entries come from.")
@_AS
@_HOME
@_JSON
def import_list(
    file: Path, name: str, signal_type: str, origin: str, login: str, home: Path | None, *, as_json: bool
) -> None:
    """Take the bank file FILE (jsonl, csv, txt or tx, of any length) into a bank.

    Bad lines are set aside into a file with line number and reason. A killed import goes on where it was when it is run
    again; signals that the bank has already are passed over.
    """
    _prepare(home)
    from seawall.desk.banks.bulk_import import asides_path, begin_list, take_list

    listed = begin_list(
        _bank(name), file, acting=_staff(login), file_name=file.name, signal_type=signal_type, origin=origin
    )
    finished = _with_progress(file, listed, lambda tell: take_list(listed, file, acting=_staff(login), progress=tell))
    aside = asides_path(listed) if listed.set_aside else None
    told = {
        "bank": name,
        "finished": finished,
        "lines": listed.lines,
        "added": listed.added,
        "known_already": listed.repeats,
        "set_aside": listed.set_aside,
        "held_back": listed.held_back,
        "set_aside_file": str(aside) if aside else None,
    }
    click.echo(json.dumps(told) if as_json else _told_import(told))
    sys.exit(INTERRUPTED if not finished else ATTENTION if listed.set_aside else 0)


@command.command("export")
@click.option("--bank", "name", required=True, help="The bank.")
@click.option("--format", "form", type=click.Choice(["jsonl", "tx"]), default="jsonl", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@_AS
@_HOME
def export(name: str, form: str, out: Path | None, login: str, home: Path | None) -> None:
    """Write the entries of a bank that stand: bank lines, or the local_file of python-threatexchange."""
    _prepare(home)
    from seawall.desk.banks.exporting import export_bank

    if out is None:
        export_bank(_bank(name), form, sys.stdout.buffer, acting=_staff(login))
        return
    with out.open("wb") as stream:
        written = export_bank(_bank(name), form, stream, acting=_staff(login))
    click.echo(f"{written:,} entries written to {out}", err=True)


@command.command("withdraw")
@click.argument("entry_id")
@click.option("--reason", required=True, help="Why; it stays with the record.")
@_AS
@_HOME
def withdraw(entry_id: str, reason: str, login: str, home: Path | None) -> None:
    """Take an entry out of use, with the findings that rest on it."""
    _prepare(home)
    from seawall.desk.banks.models import BankEntry
    from seawall.desk.banks.services import withdraw_entry

    entry = BankEntry.objects.filter(entry_id=entry_id).first()
    if entry is None:
        raise click.BadParameter(f"there is no entry {entry_id}", param_hint="ENTRY_ID")
    withdraw_entry(entry, reason=reason, acting=_staff(login))
    click.echo(f"{entry_id} is withdrawn")


def _prepare(home: Path | None) -> None:
    """Start Django on the data folder."""
    if home is not None:
        os.environ["SEAWALL_HOME"] = str(home.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.desk.settings")
    import django

    django.setup()


def _bank(name: str) -> Bank:
    from seawall.desk.banks.models import Bank

    bank = Bank.objects.filter(name=name).first()
    if bank is None:
        known = ", ".join(Bank.objects.values_list("name", flat=True)) or "none"
        raise click.BadParameter(f"there is no bank {name!r}; there are: {known}", param_hint="--bank")
    return bank


def _staff(login: str) -> StaffMember:
    """Return who acts: an analyst or legal officer, as on the pages of banks."""
    from seawall.desk.banks.views import ENTRY_EDITORS
    from seawall.desk.people.models import StaffMember

    staff = StaffMember.objects.filter(username=login, is_active=True).first()
    if staff is None or not staff.roles & {*ENTRY_EDITORS}:
        raise click.BadParameter(f"{login!r} is no analyst or legal officer of this desk", param_hint="--as")
    return staff


def _bank_as_json(bank: Any) -> dict[str, Any]:
    return {
        "name": bank.name,
        "owner": bank.owner,
        "opinion": bank.opinion,
        "origin": bank.origin or None,
        "entries": bank.standing,
        "withdrawn": bank.withdrawn,
        "version": bank.version,
    }


def _with_progress(file: Path, listed: ListImport, work: Any) -> bool:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("lines", total=file.stat().st_size)

        def tell(octets: int) -> None:
            bar.update(task, completed=octets, description=f"{listed.lines:,} lines")

        try:
            return bool(work(tell))
        except KeyboardInterrupt:
            return False


def _told_import(told: dict[str, Any]) -> str:
    text = (
        f"{told['lines']:,} lines = {told['added']:,} added + {told['known_already']:,} known already "
        f"+ {told['set_aside']:,} set aside"
    )
    if told["held_back"]:
        text += f"; {told['held_back']:,} held back: near what is protected"
    return text + (f"; see {told['set_aside_file']}" if told["set_aside_file"] else "")
