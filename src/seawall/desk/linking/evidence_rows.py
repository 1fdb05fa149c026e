"""How is what the engine found kept in a link, and read again? Every part with its outcome, so that it replays exactly.

A row: `feature` (the comparison's permanent name), `family`, `bits` (what it weighed, after the family's cap), `level`,
`rarity` (bits; null where the comparison could not tell), `sentence`, `new` and `closed` (what each side shows). Parts
that weighed nothing are kept as well: a model of another day may weigh them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from seawall.desk.cases.storable import storable_text
from seawall.identity.compare import Outcome
from seawall.identity.models import Part, Weighed

__all__ = ["erased_rows", "evidence_rows", "found_same", "outcomes_of"]

Row = dict[str, Any]

_ACCOUNTS_KNOWN: Final = re.compile(r"(?<= of the )[\d,]+ (?=accounts known)")


def evidence_rows(weighed: Weighed) -> list[Row]:
    """Return the parts of a weighed pair, heaviest first."""
    parts = sorted(weighed.parts, key=lambda part: (-abs(part.bits), part.name))
    return [_row(part) for part in parts]


def outcomes_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Outcome]:
    """Return the outcomes that rows were made from, by the comparison's name."""
    return {
        row["feature"]: Outcome(
            level=row["level"],
            rarity_bits=row["rarity"],
            sentence=row["sentence"],
            left=row["new"],
            right=row["closed"],
        )
        for row in rows
    }


def found_same(rows: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether two comparisons found the same, whatever it weighs by now: levels and sentences agree.

    Of how many accounts known a sentence speaks is passed over: that grows with every closed account that is signed.
    """
    return _facts(rows) == _facts(others)


def erased_rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return rows without anything that says what an account wrote or was called; levels and bits stay."""
    return [{**row, "sentence": "", "new": None, "closed": None} for row in rows]


def _row(part: Part) -> Row:
    outcome = part.outcome
    return {
        "feature": part.name,
        "family": part.family.value,
        "bits": part.bits,
        "level": outcome.level,
        "rarity": outcome.rarity_bits,
        "sentence": storable_text(outcome.sentence),
        "new": _text(outcome.left),
        "closed": _text(outcome.right),
    }


def _facts(rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, int, str]]:
    return {(row["feature"], row["level"], _ACCOUNTS_KNOWN.sub("", row["sentence"])) for row in rows}


def _text(value: str | None) -> str | None:
    return None if value is None else storable_text(value)
