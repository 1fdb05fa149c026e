"""Run by test_on_postgres.py in a process of its own: lawful groups are searched; what is refused is told as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, transaction  # noqa: E402

from seawall.clock import utc_now  # noqa: E402
from seawall.corpus import open_corpus  # noqa: E402
from seawall.desk.audit.services import SYSTEM  # noqa: E402
from seawall.desk.cases.models import Case  # noqa: E402
from seawall.desk.cells.asking import ask_for_cells  # noqa: E402
from seawall.desk.cells.errors import CellCaseError, NamesWithheldError  # noqa: E402
from seawall.desk.cells.export_views import FORMS  # noqa: E402
from seawall.desk.cells.models import Cell, CellCase, CellReveal  # noqa: E402
from seawall.desk.cells.services import note_export, open_member_case, reveal_members  # noqa: E402
from seawall.desk.cells.taken_out import cell_tables  # noqa: E402
from seawall.desk.people.models import StaffMember  # noqa: E402
from seawall.desk.people.roles import Role  # noqa: E402
from seawall.desk.people.services import add_staff  # noqa: E402
from seawall.desk.sources.models import Run  # noqa: E402
from seawall.desk.sources.work import perform  # noqa: E402
from seawall.testing.observations import append_rows, origin  # noqa: E402


def refused(write) -> str | None:
    """Return the name of the constraint by which the database refuses."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


def rows_of(path: Path) -> dict[str, list[dict]]:
    tables = json.loads(path.read_text())
    for rows in tables.values():
        for row in rows:
            row |= {name: datetime.fromisoformat(row[name]) for name in ("posted_at", "occurred_at") if name in row}
    return tables


def files_of(cell: Cell, staff: StaffMember) -> dict[str, list[bool]]:
    """Return by form whether there is a file, and whether it names a member."""
    told = {}
    for form, kind in FORMS.items():
        note_export(cell, form, named=False, acting=staff)
        made = b"".join(kind.made(cell_tables(cell, named=False)))
        told[form] = [len(made) > 300, b"paper-" in made]
    return told


def main() -> None:
    call_command("migrate", verbosity=0)
    analyst = add_staff("tern", acting=SYSTEM, roles=[Role.ANALYST], password="the lamps return at dusk")
    with open_corpus(settings.SEAWALL.corpus_path).write() as writer:
        batch = writer.open_batch(origin("export.jsonl"))
        append_rows(batch, **rows_of(Path(sys.argv[1])))
        batch.finish(counts={"rows": 1})
    run = ask_for_cells(acting=analyst)
    perform(run.pk)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, ended_at=None)  # killed before it could say so
    perform(run.pk)
    told = {"cells": sorted(cell.lawful[0]["name"] for cell in Cell.objects.all()), "cases": Case.objects.count()}
    cell = next(cell for cell in Cell.objects.all() if cell.lawful[0]["name"] == "newsroom_syndication")
    member = cell.members.get(account_id="paper-1")
    try:
        open_member_case(member, reason="its posts", acting=analyst)
    except CellCaseError as error:
        told["not weighed"] = error.why
    open_member_case(member, reason="its posts", weighed=True, acting=analyst)
    told["opened"] = Case.objects.count()
    told["without reason"] = refused(lambda: CellCase.objects.update(reason=""))
    told["passed over"] = refused(lambda: CellCase.objects.update(weighed=False))
    try:
        reveal_members(cell, reason="to write", acting=analyst)
    except NamesWithheldError as error:
        told["withheld"] = [error.breached, error.least]
    now = utc_now()
    facts = {"cell": cell, "staff": analyst, "at": now, "until": now.replace(year=2200), "reason": "to write"}
    told["two breaches"] = refused(lambda: CellReveal.objects.create(**facts, breached=2))
    told["three breaches"] = refused(lambda: CellReveal.objects.create(**facts, breached=3))
    told["files"] = files_of(cell, analyst)
    call_command("migrate", "cells", "0001", verbosity=0)
    call_command("migrate", "cells", verbosity=0)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
