"""Run by test_on_postgres.py in a process of its own: a list is signed; what triggers refuse is told as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, transaction  # noqa: E402

from seawall.clock import utc_now  # noqa: E402
from seawall.desk.audit.services import SYSTEM  # noqa: E402
from seawall.desk.closings.drafts import ListFacts  # noqa: E402
from seawall.desk.closings.models import ClosedAccount, ClosingList  # noqa: E402
from seawall.desk.closings.selectors import closing_changes, lists_with_counts, signed_closings  # noqa: E402
from seawall.desk.closings.services import (  # noqa: E402
    expire_closings,
    import_closings,
    importing,
    look_at_sample,
    sign_list,
    withdraw_closing,
)
from seawall.desk.people.models import StaffMember  # noqa: E402
from seawall.desk.people.roles import Role  # noqa: E402
from seawall.desk.people.services import add_staff  # noqa: E402


def refusal(query, **values) -> str:
    try:
        with transaction.atomic():
            query.update(**values)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "nothing was refused"


def resumed(path: Path, analyst: StaffMember) -> list[int]:
    """Bring a table in that is broken off after its first row, and the rest; return what was dealt with each time."""
    importing.PART_ROWS = 1
    facts, asked = ListFacts(came="corpus", file_name="closed.csv"), iter([False, True])
    stopped = import_closings(path, facts, acting=analyst, stop=lambda: next(asked)).taken
    done = import_closings(path, facts, acting=analyst)
    return [stopped, done.taken, done.proposed, done.known]


def main() -> None:
    call_command("migrate", verbosity=0)
    analyst = add_staff("tern", acting=SYSTEM, roles=[Role.ANALYST], password="the lamps return at dusk")
    officer = add_staff("heron", acting=SYSTEM, roles=[Role.LEGAL], password="the lamps return at dusk")
    listed = import_closings(Path(sys.argv[1]), ListFacts(came="corpus", file_name="closed.csv"), acting=analyst)
    accounts = ClosedAccount.objects
    told = {"unsigned": refusal(accounts, state="signed", signed_by=officer, signed_at=utc_now())}
    look = look_at_sample(listed, acting=analyst)
    told["unseen"] = refusal(ClosingList.objects, signed_by=officer, signed_at=utc_now(), look=look)
    look_at_sample(listed, acting=officer)
    told["signed"] = sign_list(listed, acting=officer)
    told["changed"] = refusal(accounts, account_id="dissident")
    told["taken off"] = refusal(accounts, signed_by=None, signed_at=None, state="proposed")
    told["waiting"] = lists_with_counts().get().waiting
    withdraw_closing(accounts.earliest("pk"), how="reinstated", reason="appeal upheld", acting=analyst)
    told["compared"] = signed_closings()["account"].to_pylist()
    told["gone"] = list(closing_changes(since=2).gone)
    told["expired"] = expire_closings(now=utc_now().replace(year=2200))
    told["resumed"] = resumed(Path(sys.argv[1]), analyst)
    call_command("migrate", "closings", "0001", verbosity=0)
    call_command("migrate", "closings", verbosity=0)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
