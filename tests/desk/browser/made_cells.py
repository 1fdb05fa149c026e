"""Store a search for cells in the made-up desk: its world is too small for one to be found. Used by made_desk.py."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta


def add_cells() -> list[str]:
    """Store a search that found one cell of 24 accounts, each tied to its six neighbours; gives the cell's pages."""
    # Of the desk, whose settings are there only once the demonstration is made.
    from seawall.desk.cells.records import CellRecord, MemberRecord, SampleRecord, SearchRecord, TieRecord
    from seawall.desk.cells.services import store_search
    from seawall.desk.people.models import StaffMember

    size, begun = 24, datetime(2026, 11, 20, 9, tzinfo=UTC)
    members = tuple(
        MemberRecord(
            account=f"harbourfeed:lamp-{number}", is_core=number % 3 == 0, hold=0.9, tie_count=6, strongest_bits=60.0,
            weakest_bits=12.0, slot_count=20, place=(math.cos(turn), math.sin(turn)),
        )
        for number, turn in ((number, number * math.tau / size) for number in range(size))
    )  # fmt: skip
    ties = tuple(
        TieRecord(
            left=min(number, other), right=max(number, other), kind="linked", window_seconds=60.0, co_slots=18,
            item_count=17, expected=0.02, bits=20.0 + number, log10_q=-9.0, left_first_share=0.75,
            median_lag_seconds=12.0,
        )
        for number in range(size)
        for other in ((number + step) % size for step in (1, 2, 3))
    )  # fmt: skip
    sample = SampleRecord(
        kind="linked", item="https://grey-lighthouse.example/lamps", member_count=size, slot_count=size, other_count=2,
        slots=tuple((place, begun + timedelta(seconds=7 * place**2)) for place in range(size)),
    )  # fmt: skip
    traces = ({"kind": "linked", "window_seconds": 60.0, "ties": len(ties), "co_slots": 400},)
    cell = CellRecord(
        number=1, members=members, ties=ties, samples=(sample,), certainty=0.93, density=0.3, median_bits=30.0,
        weakest_bits=20.0, co_slots=400, item_count=20, begins_at=begun - timedelta(days=10), ends_at=begun,
        median_lag_seconds=12.0, traces=traces,
    )  # fmt: skip
    figures = {"slots": 4_000, "accounts": 400, "significant_pairs": 72, "cells": 1, "accounts_in_cells": size}
    options = {"windows_seconds": [60.0, 3_600.0], "neighbours": 20, "false_discovery_rate": 0.01}
    control = {"likely_pairs": 3, "significant_pairs": 0, "cells": 0}
    search = SearchRecord(
        begun_at=begun, corpus_version=1, options=options, figures=figures, control=control, cells=(cell,)
    )
    stored = store_search(search, acting=StaffMember.objects.get(username="heron-en")).cells.get()
    return [f"/cells/{stored.pk}/{part}" for part in ("", "members/", "ties/")]
