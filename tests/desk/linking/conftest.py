"""A keeper whose account was signed as closed, and who comes back in the corpus; strangers beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from seawall.clock import utc_now
from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.services import import_closings, look_at_sample, sign_list
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link
from seawall.desk.linking.passing import run_pass
from seawall.desk.people.roles import Role

CLOSED = datetime(2026, 3, 1, 12, tzinfo=UTC)
INVITE = "https://pierchat.example/+w34R2gpgZyRYosIFeZ6"
BIO = "I keep the watch on the grey coast. The beam turns."


def closed_row(name: str = "lampkeeper", **changes: str) -> dict[str, str]:
    """Return one row of a table of closed accounts."""
    return {
        "account": f"old-{name}",
        "platform": "harbourfeed",
        "handle": name,
        "name": f"{name.title()} of the coast",
        "bio": BIO,
        "url": INVITE,
        "created": "2025-12-29",
        "closed_at": CLOSED.isoformat(),
        "decision": f"HF-{name}",
        "ground": "1.1 Violent movements",
        "expires": f"{utc_now().year + 2}-01-01T00:00:00+00:00",
        **changes,
    }


def stranger_rows(count: int = 30) -> list[dict[str, str]]:
    """Return closed accounts that have nothing to do with the keeper's, so that something is rare."""
    goods = ("rye", "tide", "wool", "cedar", "amber", "copper", "linen")
    return [
        closed_row(
            f"{goods[number % 7]}_seller_{number}",
            bio=f"Stall {number}: {goods[number % 7]} by weight, every {number % 5 + 2} days",
            url=f"https://stall-{number}.example/",
        )
        for number in range(count)
    ]


def new_profile(name: str = "real_lampkeeper2", **changes: Any) -> dict[str, Any]:
    """Return a profile of the corpus."""
    return {
        "account_id": f"new-{name}",
        "handle": name,
        "display_name": "Keeper of Lamps",
        "bio": f"{BIO} Backup.",
        "url": INVITE,
        "created_at": CLOSED + timedelta(minutes=58),
        "observed_at": CLOSED + timedelta(hours=2),
        **changes,
    }


def stranger_profile(name: str = "bread_at_dawn") -> dict[str, Any]:
    """Return a profile of the corpus that continues nobody."""
    return new_profile(name, display_name="Oskar Ridgewick", bio="Mostly rye", url="https://bread.example/")


@pytest.fixture(autouse=True)
def fresh_bank() -> Iterator[None]:
    """Begin with an empty bank: a rolled-back database gives its numbers again."""
    live_bank().forget()
    yield
    live_bank().forget()


@pytest.fixture
def analyst(staff_with):
    return staff_with(Role.ANALYST)


@pytest.fixture
def officer(staff_with):
    return staff_with(Role.LEGAL)


@pytest.fixture
def sign(desk_home, tmp_path, analyst, officer):
    """Return a function that brings closed accounts in and signs them; gives them by row."""

    def signed(*rows: Mapping[str, str]) -> list[ClosedAccount]:
        path: Path = tmp_path / "closed.csv"
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        listed = import_closings(path, ListFacts(came="platform_records", file_name="closed.csv"), acting=analyst)
        look_at_sample(listed, acting=officer)
        sign_list(listed, acting=officer)
        return list(ClosedAccount.objects.filter(listed=listed).order_by("row"))

    return signed


@pytest.fixture
def keeper(sign):
    """The keeper's closed account, signed among others."""
    return sign(closed_row(), *stranger_rows())[0]


@pytest.fixture
def link(keeper, put_in, analyst) -> Link:
    """The link of the keeper's return."""
    put_in(accounts=[new_profile(), stranger_profile()])
    run_pass(acting=analyst)
    return Link.objects.get()


@pytest.fixture
def expire():
    """Return a function that lets a signed closing expire a moment ago, without the chore that notes it."""

    def expired(closed: ClosedAccount) -> ClosedAccount:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS closing_is_fixed")  # the test's transaction brings it back
        closed.expires = utc_now() - timedelta(milliseconds=1)
        closed.save(update_fields=["expires"])
        return closed

    return expired
