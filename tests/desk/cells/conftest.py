"""Searches for cells as values, stored ones, corpora in which made-up accounts push the same links together."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from seawall.desk.cases.models import CaseState, Outcome
from seawall.desk.cells.models import Cell
from seawall.desk.cells.records import CellRecord, MemberRecord, SampleRecord, SearchRecord, TieRecord
from seawall.desk.cells.services import store_search
from seawall.desk.people.roles import Role

BEGUN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def member_record(number: int, **changes) -> MemberRecord:
    values = {
        "account": f"harbourfeed:lamp-{number}",
        "is_core": number <= 3,
        "hold": 0.9,
        "tie_count": 3,
        "strongest_bits": 60.5,
        "weakest_bits": 12.25,
        "slot_count": 20,
        **changes,
    }
    return MemberRecord(**values)


def tie_record(left: int, right: int, **changes) -> TieRecord:
    values = {
        "kind": "linked",
        "window_seconds": 60.0,
        "co_slots": 18,
        "item_count": 17,
        "expected": 0.02,
        "bits": 40.0 + left,
        "log10_q": -9.0,
        "left_first_share": 0.75,
        "median_lag_seconds": 12.0,
        **changes,
    }
    return TieRecord(left=left, right=right, **values)


def sample_record(size: int, **changes) -> SampleRecord:
    values = {
        "kind": "linked",
        "item": "https://grey-lighthouse.example/lamps",
        "member_count": size,
        "slot_count": size,
        "other_count": 2,
        "slots": tuple((place, BEGUN + timedelta(seconds=7 * place**2)) for place in range(size)),
        **changes,
    }
    return SampleRecord(**values)


def cell_record(number: int = 1, *, size: int = 5, first: int = 1, **changes) -> CellRecord:
    """Return a cell of the accounts lamp-<first> and so on, everybody tied to everybody."""
    values = {
        "members": tuple(member_record(first + place) for place in range(size)),
        "ties": tuple(tie_record(left, right) for left in range(size) for right in range(left + 1, size)),
        "samples": (sample_record(size),),
        "certainty": 0.93,
        "density": 1.0,
        "median_bits": 41.0,
        "weakest_bits": 40.0,
        "co_slots": 90,
        "item_count": 20,
        "traces": ({"kind": "linked", "window_seconds": 60.0, "ties": 10, "co_slots": 90},),
        "begins_at": BEGUN - timedelta(days=10),
        "ends_at": BEGUN,
        "median_lag_seconds": 12.0,
        **changes,
    }
    return CellRecord(number=number, **values)


def search_record(*cells: CellRecord, **changes) -> SearchRecord:
    values = {
        "begun_at": BEGUN,
        "corpus_version": 1,
        "options": {"windows_seconds": [60.0, 3600.0], "neighbours": 20, "false_discovery_rate": 0.01},
        "figures": {
            "slots": 4_000,
            "accounts": 400,
            "significant_pairs": 12,
            "cells": len(cells),
            "accounts_in_cells": sum(len(cell.members) for cell in cells),
        },
        "control": {"likely_pairs": 3, "significant_pairs": 0, "cells": 0},
        **changes,
    }
    return SearchRecord(cells=cells, **values)


@pytest.fixture
def analyst(staff_with):
    return staff_with(Role.ANALYST)


@pytest.fixture
def stored(desk_home, analyst):
    """Return a function that stores one cell and gives it back."""

    def store(**changes) -> Cell:
        return store_search(search_record(cell_record(**changes)), acting=analyst).cells.get()

    return store


@pytest.fixture
def in_breach(case_of, finding_of, analyst):
    """Return a function that has members' accounts found in breach, by a decision about each one's own post."""

    def find(*numbers: int, platform: str = "harbourfeed") -> list:
        cases = []
        for number in numbers:
            case = case_of(finding_of(account=f"lamp-{number}", platform=platform))
            case.state, case.outcome = CaseState.DECIDED, Outcome.IN_BREACH
            case.decided_at, case.decided_by = BEGUN, analyst
            case.save()
            cases.append(case)
        return cases

    return find


def pushed_links(*, accounts: int = 60, members: int = 5, seed: int = 3) -> list[dict]:
    """Return interactions: ordinary accounts link what they like, members link the same address within seconds."""
    rng = random.Random(seed)
    rows = []

    def link(account: str, target: str, seconds: float) -> None:
        at = BEGUN - timedelta(days=14) + timedelta(seconds=seconds)
        rows.append({"account_id": account, "kind": "linked", "target": target, "occurred_at": at})

    fortnight = 14 * 86_400
    for number in range(1_500):
        account = f"quay-{rng.randrange(accounts)}"
        link(account, f"https://news.example/{rng.randrange(200)}", rng.random() * fortnight)
        del number
    for push in range(25):
        begin = rng.random() * fortnight
        for number in range(1, members + 1):
            if rng.random() < 0.85:
                link(f"lamp-{number}", f"https://grey-lighthouse.example/{push}", begin + rng.random() * 40)
    return rows
