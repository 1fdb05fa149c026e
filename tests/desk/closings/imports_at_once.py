"""Run by test_on_postgres.py in a process of its own: three threads bring one file in at once; counts told as JSON."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from seawall.desk.audit.models import LedgerRow  # noqa: E402
from seawall.desk.audit.services import SYSTEM  # noqa: E402
from seawall.desk.closings.drafts import ListFacts  # noqa: E402
from seawall.desk.closings.models import ClosedAccount, ClosingList, RowRemark  # noqa: E402
from seawall.desk.closings.services import import_closings, importing  # noqa: E402
from seawall.desk.people.models import StaffMember  # noqa: E402
from seawall.desk.people.roles import Role  # noqa: E402
from seawall.desk.people.services import add_staff  # noqa: E402

_COUNT = 3


def counts_of(listed: ClosingList) -> list[int]:
    return [listed.taken, listed.proposed, listed.known, listed.set_aside]


def bring_in(path: Path, analyst: StaffMember, together: threading.Barrier, told: list[list[int]]) -> None:
    waited = []

    def stop() -> bool:
        if not waited:
            waited.append(together.wait(timeout=60))  # till all hold the same unfinished list
        return False

    try:
        facts = ListFacts(came="corpus", file_name="closed.csv")
        told.append(counts_of(import_closings(path, facts, acting=analyst, stop=stop)))
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    importing.PART_ROWS = 2
    analyst = add_staff("tern", acting=SYSTEM, roles=[Role.ANALYST], password="the lamps return at dusk")
    together, told = threading.Barrier(_COUNT), list[list[int]]()
    given = (Path(sys.argv[1]), analyst, together, told)
    threads = [threading.Thread(target=bring_in, args=given) for _ in range(_COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answer = {
        "told": told,
        "stored": [counts_of(listed) for listed in ClosingList.objects.all()],
        "rows": sorted(ClosedAccount.objects.values_list("row", flat=True)),
        "remarks": list(RowRemark.objects.values_list("row", "reason")),
        "ended": LedgerRow.objects.filter(event="closing_list_proposed").count(),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
