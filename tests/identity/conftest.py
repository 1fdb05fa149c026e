"""A small bank of closed accounts with their posts, made up; the model whose weights were set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from seawall.identity.account_tables import ACCOUNTS, POSTS
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import COMPARISONS
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits

NOW = datetime(2026, 11, 21, tzinfo=UTC)
_WORDS = [
    "harbour",
    "tide",
    "lemon",
    "kettle",
    "ferry",
    "rope",
    "lantern",
    "gull",
    "anchor",
    "plank",
    "saffron",
    "quay",
]


def closed_rows(count: int = 24) -> list[dict[str, Any]]:
    """Return closed accounts that have little in common; the first is the lamp keeper."""
    rows = [
        {
            "account": f"harbourfeed:c{number:03}",
            "platform": "harbourfeed",
            "handle": f"{_WORDS[number % 12]}_{_WORDS[(number * 5 + 1) % 12]}{number}",
            "name": f"{_WORDS[number % 12].title()} {_WORDS[(number * 7 + 3) % 12].title()}",
            "bio": f"{_WORDS[(number + 2) % 12]} before {_WORDS[(number + 5) % 12]}, number {number}",
            "created": NOW - timedelta(days=400 + number),
            "followers": 10 + number,
            "closed_at": NOW - timedelta(days=30 + number),
            "decision": f"HF-{number}",
            "ground": "promotes",
            "expires": NOW + timedelta(days=300),
        }
        for number in range(count)
    ]
    rows[0] |= {
        "handle": "lampkeeper",
        "name": "Lamp Keeper",
        "bio": "I keep the watch on the grey coast. The beam turns.",
        "url": "https://pierchat.example/+w34R2gpgZyRYosIFeZ6",
        "avatar": "sha256:aa",
    }
    return rows


def posts_of(accounts: Sequence[str], each: int = 6) -> list[dict[str, Any]]:
    """Return made-up posts of these accounts, an hour apart."""
    return [
        {
            "account": account,
            "time": NOW - timedelta(days=60, hours=hour * 5 + place),
            "text": f"The {_WORDS[(place + hour) % 12]} by the {_WORDS[(place * 3 + hour) % 12]} again, I see {hour}!",
        }
        for place, account in enumerate(accounts)
        for hour in range(each)
    ]


RETURNED = {
    "account": "harbourfeed:n001",
    "platform": "harbourfeed",
    "handle": "lampkeeper_2",
    "name": "Lamp Keeper",
    "bio": "I keep the watch on the grey coast. Backup.",
    "url": "https://pierchat.example/+w34R2gpgZyRYosIFeZ6",
    "created": NOW - timedelta(days=29),
}
STRANGER = {
    "account": "harbourfeed:n002",
    "handle": "zwq_baker",
    "name": "Oskar Ridgewick",
    "bio": "Bread at dawn, mostly rye",
}


def account_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Return rows as a table of accounts."""
    return pa.Table.from_pylist([{name: row.get(name) for name in ACCOUNTS.names} for row in rows], schema=ACCOUNTS)


def post_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Return rows as a table of posts."""
    return pa.Table.from_pylist([{name: row.get(name) for name in POSTS.names} for row in rows], schema=POSTS)


@pytest.fixture(scope="session")
def closed_portraits() -> Portraits:
    """Return the portraits of 24 closed accounts with six posts each."""
    rows = closed_rows()
    return make_portraits(account_table(rows), post_table(posts_of([row["account"] for row in rows])))


@pytest.fixture
def bank(closed_portraits: Portraits) -> ClosedBank:
    """Return a fresh bank of them."""
    return ClosedBank(closed_portraits)


@pytest.fixture(scope="session")
def new_portraits() -> Portraits:
    """Return the portraits of a return and of a stranger."""
    posts = posts_of(["harbourfeed:n001"], each=5)
    return make_portraits(account_table([RETURNED, STRANGER]), post_table(posts))


@pytest.fixture(scope="session")
def model():
    """Return the model whose weights were set by hand."""
    return hand_set_model(COMPARISONS.values())


@pytest.fixture(scope="session")
def now() -> datetime:
    """Return the moment at which everything happens."""
    return NOW


@pytest.fixture(scope="session")
def tables():
    """Return the makers of rows and tables: closed_rows, posts_of, account_table, post_table."""
    return closed_rows, posts_of, account_table, post_table
