"""How are rankings written for others to read? A CSV table, a row each candidate, in the order of the new accounts.

Columns: new, closed, rank (from 1 on), probability, low and high (its 95 % interval), class (likely, possible,
imitator; empty: not shown, written only where somebody measures), evidence (a JSON list of {"feature", "bits",
"sentence", "new", "closed"}, heaviest first). Numbers have six places, so that the same ranking is the same octets. A
name that a spreadsheet would run as a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Final

from seawall.evidence import Evidence
from seawall.identity.linking import Compared, Ranking

__all__ = ["LINK_COLUMNS", "header_octets", "ranking_octets"]

LINK_COLUMNS: Final = ("new", "closed", "rank", "probability", "low", "high", "class", "evidence")


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def header_octets() -> bytes:
    """Return the line of column names."""
    return _lines([LINK_COLUMNS])


def ranking_octets(ranking: Ranking, *, limit: int, every: bool = False) -> bytes:
    """Return the rows of one ranking.

    Args:
        ranking: of one new account.
        limit: rows at most.
        every: write candidates that are not shown too.
    """
    rows: list[tuple[str, ...]] = []
    for rank, one in enumerate(ranking.compared, start=1):
        if len(rows) == limit:
            break
        if every or one.link_class is not None:
            rows.append(_row(ranking.new, rank, one))
    return _lines(rows)


def _row(new: str, rank: int, one: Compared) -> tuple[str, ...]:
    told = one.weighed
    return (
        _harmless(new),
        _harmless(one.closed),
        str(rank),
        f"{told.probability:.6f}",
        f"{told.low:.6f}",
        f"{told.high:.6f}",
        one.link_class.value if one.link_class is not None else "",
        json.dumps([_evidence(each) for each in told.evidence], ensure_ascii=False),
    )


def _harmless(account: str) -> str:
    """Return a name that no spreadsheet takes for a formula: whoever opens an account chooses its name."""
    return f"'{account}" if account.startswith(_FORMULA) else account


def _evidence(one: Evidence) -> dict[str, str | float | None]:
    return {"feature": one.feature, "bits": one.weight, "sentence": one.detail, "new": one.left, "closed": one.right}


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")
