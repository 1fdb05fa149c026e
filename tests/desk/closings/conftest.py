"""People who bring closed accounts in and sign them, and tables of closed accounts of the made-up movement."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawall.clock import utc_now
from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.models import ClosedAccount, ClosingList, SampleLook
from seawall.desk.closings.services import import_closings, look_at_sample, sign_list
from seawall.desk.people.roles import Role

CLOSED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def closed_row(number: int = 1, **changes: str) -> dict[str, str]:
    """Return one good row of a table."""
    return {
        "account": f"lamp-{number}",
        "platform": "harbourfeed",
        "handle": f"lampkeeper_{number}",
        "name": "الفنار الرمادي",
        "bio": "the lamps return",
        "followers": str(number),
        "closed_at": CLOSED.isoformat(),
        "decision": f"HF-{number}",
        "ground": "1.1 Violent movements",
        "expires": f"{utc_now().year + 2}-01-01T00:00:00+00:00",
        **changes,
    }


@pytest.fixture
def table(desk_home, tmp_path):
    """Return a function that writes rows as a CSV file and gives its path."""

    def write(*rows: Mapping[str, str], name: str = "closed.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def analyst(staff_with):
    return staff_with(Role.ANALYST)


@pytest.fixture
def officer(staff_with):
    return staff_with(Role.LEGAL)


@pytest.fixture
def bring_in(table, analyst):
    """Return a function that brings rows in as the analyst."""

    def bring(*rows: Mapping[str, str], acting=None, came="platform_records", **options) -> ClosingList:
        facts = ListFacts(came=came, file_name="closed.csv")
        return import_closings(table(*rows), facts, acting=acting or analyst, **options)

    return bring


@pytest.fixture
def signed(bring_in, officer):
    """Return a function that brings rows in, looks at them and signs them; gives the accounts by row."""

    def sign(*rows: Mapping[str, str]) -> list[ClosedAccount]:
        listed = bring_in(*(rows or (closed_row(),)))
        look_at_sample(listed, acting=officer)
        sign_list(listed, acting=officer)
        return list(ClosedAccount.objects.filter(listed=listed).order_by("row"))

    return sign


@pytest.fixture
def look_of():
    """Return a function that records a look without a service, as a programming error might."""

    def look(listed: ClosingList, staff) -> SampleLook:
        return SampleLook.objects.create(listed=listed, staff=staff, at=utc_now(), shown=[])

    return look
