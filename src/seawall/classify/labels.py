"""Which labels are there, and what may a ranker with so many of them do?

A label has two axes: the topic is what a text is about, the stance what its author does with it. Only the stances of
the first group may raise a post; about the same topic, reporting, refusing, studying, praying and quoting never do.
Under 50 labels the ranker is silent, under 200 (or under 100 benign ones) it runs in the shadow, from there on it may
order the queue. No mode hides a post or decides anything. Left out: who decided a label; that is the desk's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["BENIGN_NEEDED", "ORDERING_FROM", "RAISING_STANCES", "SHADOW_FROM", "Mode", "Stance", "mode_of"]

SHADOW_FROM: Final = 50
"""Labels that it takes to score at all."""

ORDERING_FROM: Final = 200
"""Labels that it takes to order the queue."""

BENIGN_NEEDED: Final = 100
"""Benign labels among them."""


class Stance(StrEnum):
    """What an author does with a topic."""

    PROMOTES = "promotes"
    INSTRUCTS = "instructs"
    RECRUITS = "recruits"
    SELLS_ARMS = "sells_arms"
    THREATENS = "threatens"
    REPORTS = "reports"
    CONDEMNS = "condemns"
    RESEARCHES = "researches"
    PRAYS = "prays"
    QUOTES = "quotes"
    AMBIGUOUS = "ambiguous"


RAISING_STANCES: Final = frozenset(
    {Stance.PROMOTES, Stance.INSTRUCTS, Stance.RECRUITS, Stance.SELLS_ARMS, Stance.THREATENS}
)
"""The only stances that may be labelled 1."""


class Mode(StrEnum):
    """What a ranker may do."""

    SILENT = "silent"
    SHADOW = "shadow"
    ORDERING = "ordering"


def mode_of(*, label_count: int, benign_count: int) -> Mode:
    """Return the mode that so many labels allow.

    >>> mode_of(label_count=49, benign_count=40), mode_of(label_count=300, benign_count=99)
    (<Mode.SILENT: 'silent'>, <Mode.SHADOW: 'shadow'>)
    """
    if label_count < SHADOW_FROM:
        return Mode.SILENT
    if label_count < ORDERING_FROM or benign_count < BENIGN_NEEDED:
        return Mode.SHADOW
    return Mode.ORDERING
