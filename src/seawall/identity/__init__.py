"""Is this the same actor again? Links between new accounts and closed ones, each explained.

Portraits (`portrait.py`) are the comparable form of accounts; comparisons (`compare/`) say what two portraits share; a
model (`models/`) turns that into a probability; candidates come from inverted rare keys and nearest style vectors.
"""

from __future__ import annotations

from seawall.identity.errors import (
    AccountTableError,
    ClosingIncompleteError,
    ContradictoryJudgementsError,
    IdentityError,
    ModelFileError,
    StyleFitError,
)
from seawall.identity.families import SUPPORTING, Family
from seawall.identity.link import Link, LinkClass
from seawall.identity.portrait import AccountKind, Depth, KeyKind, Portrait

__all__ = [
    "SUPPORTING",
    "AccountKind",
    "AccountTableError",
    "ClosingIncompleteError",
    "ContradictoryJudgementsError",
    "Depth",
    "Family",
    "IdentityError",
    "KeyKind",
    "Link",
    "LinkClass",
    "ModelFileError",
    "Portrait",
    "StyleFitError",
]
