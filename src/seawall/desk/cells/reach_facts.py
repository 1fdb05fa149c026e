"""What does the corpus know of members' reach? Followers, views, pace and languages, read for one cell at a time.

Only sums and bounds are kept with the cell; who follows or reads is in no table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from seawall.bulk import load_query
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.network.reach import MemberFacts, prevented_views, reach_of

__all__ = ["reach_figures"]


def reach_figures(accounts: Sequence[str], *, now: datetime) -> dict[str, Any]:
    """Return the reach of these accounts (`platform:id`) together, as plain values with its assumptions."""
    facts = read_corpus(lambda view: _facts(view, list(accounts)))
    reach = dataclasses.asdict(reach_of(facts))
    prevented = prevented_views(facts, now)
    begins, ends = reach.pop("begins"), reach.pop("ends")
    return {
        **reach,
        "languages": [list(one) for one in reach["languages"]],
        "assumptions": list(reach["assumptions"]),
        "begins_at": begins and begins.isoformat(),
        "ends_at": ends and ends.isoformat(),
        "prevented": prevented
        and {"low": prevented.low, "high": prevented.high, "assumptions": list(prevented.assumptions)},
    }


def _facts(view: CorpusView, accounts: list[str]) -> list[MemberFacts]:
    wanted = {"accounts": accounts}
    languages: dict[str, list[tuple[str, int]]] = {}
    for row in view.engine.table(load_query(__package__, "member_languages"), wanted).to_pylist():
        languages.setdefault(row["account"], []).append((row["language"], row["posts"]))
    return [
        MemberFacts(
            followers=row["followers"],
            views=row["views"],
            posts=row["posts"],
            first_at=row["first_at"],
            last_at=row["last_at"],
            languages=tuple(languages.get(row["account"], ())),
            closed_at=row["closed_at"],
        )
        for row in view.engine.table(load_query(__package__, "member_facts"), wanted).to_pylist()
    ]
