"""Run by test_claim_race.py in a process of its own, on a desk with a real SQLite file: people who press at once."""

from __future__ import annotations

import json
import sys
import threading
from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from seawall.desk.audit.models import LedgerRow  # noqa: E402
from seawall.desk.audit.services import SYSTEM  # noqa: E402
from seawall.desk.cases.records import FindingRecord, ObservationRecord  # noqa: E402
from seawall.desk.cases.services import claim_case, claim_next_case, open_cases, receive_findings  # noqa: E402
from seawall.desk.people.models import StaffMember  # noqa: E402
from seawall.desk.people.roles import Role  # noqa: E402
from seawall.desk.people.services import add_staff  # noqa: E402

PEOPLE, CASES = 6, 5


def finding(number: int) -> FindingRecord:
    return FindingRecord(
        key=f"finding-{number}",
        observation=ObservationRecord(key=f"post-{number}", platform="harbourfeed", account_id=f"account-{number}"),
        engine="scan",
        engine_version="1",
        signal_type="text",
        bank="grey-lighthouse",
        entry_id="slogan-1",
        opinion="positive",
        tier="same",
        score=0.9,
        raised=True,
        because="The text is the same.",
        found_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


def at_once(people: list[StaffMember], do) -> tuple[list, list[str]]:
    """Let each person do it in a thread of their own, all starting at the same moment."""
    gate = threading.Barrier(len(people))
    results, errors = [], []

    def run(person: StaffMember) -> None:
        try:
            gate.wait()
            results.append(do(person))
        except Exception as error:  # noqa: BLE001 - the test looks at each of them
            errors.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, errors


def main() -> None:
    call_command("migrate", verbosity=0)
    people = [add_staff(f"staff-{n}", acting=SYSTEM, roles=[Role.ANALYST]) for n in range(PEOPLE)]
    receive_findings([finding(n) for n in range(CASES)], acting=SYSTEM)
    cases = open_cases(acting=SYSTEM)
    winners, losers = at_once(people, lambda person: claim_case(cases[0], acting=person))
    claims_of_one = LedgerRow.objects.filter(event="case_claimed").count()
    taken, errors = at_once(people, lambda person: claim_next_case(acting=person))
    sys.stdout.write(
        json.dumps(
            {
                "winners": len(winners),
                "losers": losers,
                "claims_of_one": claims_of_one,
                "taken": [case.reference for case in taken if case is not None],
                "empty_handed": taken.count(None),
                "errors": errors,
            }
        )
    )


if __name__ == "__main__":
    main()
