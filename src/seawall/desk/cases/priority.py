"""How soon should a case be looked at, and why? A rule in words, not a number; it orders the queue and decides nothing.

What counts is how close the match is and whether different kinds of signal agree. How many posts, followers or reports
there are never counts, nor does language, faith or place. Reasons are kept as data (a code and facts) and put into the
reader's language when they are shown: `reason_words.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seawall.desk.cases.models.vocabulary import Outcome, Priority

__all__ = ["COORDINATED", "SUCCESSOR", "EarlierCase", "Grounds", "Weighed", "weigh"]

SUCCESSOR: Final = "successor"
"""The signal type of a finding that an account may continue a closed one."""

COORDINATED: Final = "coordinated"
"""The signal type of a finding that an account acts together with others: never near, it moves no case up."""

_WEAK_SIGNALS: Final = frozenset({"term"})
"""Signals that a harmless post carries too: a word never moves a case up, and agrees with nothing."""

_CLOSE_TIERS: Final = frozenset({"same", "near"})

_TIERS: Final = ("same", "near", "look")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The part of a raised finding that priority rests on."""

    post: str
    signal_type: str
    bank: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCase:
    """How an earlier case about the same subject ended."""

    reference: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A priority and its reasons, the weightiest first."""

    priority: Priority
    reasons: tuple[dict[str, Any], ...]


def weigh(grounds: Sequence[Grounds], *, held_back: int = 0, earlier: Sequence[EarlierCase] = ()) -> Weighed:
    """Return the priority of a case from its raised findings.

    >>> picture = Grounds(post="1", signal_type="sha256", bank="known", tier="same")
    >>> weigh([picture]).priority.name
    'SOON'
    >>> link = Grounds(post="2", signal_type="url", bank="known", tier="same")
    >>> weigh([picture, link]).priority.name
    'FIRST'
    """
    strong = [one for one in grounds if one.signal_type not in _WEAK_SIGNALS and one.tier in _CLOSE_TIERS]
    kinds = sorted({one.signal_type for one in strong})
    if any(one.tier == "same" or one.signal_type == SUCCESSOR for one in strong):
        priority = Priority.FIRST if len(kinds) > 1 else Priority.SOON
    else:
        priority = Priority.SOON if len(kinds) > 1 else Priority.LATER
    reasons = [*_match_reasons(grounds)]
    if len(kinds) > 1:
        reasons.append({"code": "kinds_agree", "kinds": kinds})
    if held_back:
        reasons.append({"code": "held_back", "count": held_back})
    reasons += [
        {"code": "earlier_case", "reference": case.reference, "outcome": case.outcome and str(case.outcome)}
        for case in earlier
    ]
    if any(case.outcome == Outcome.NOT_IN_BREACH for case in earlier):
        priority = Priority(min(priority + 1, Priority.LATER))
    return Weighed(priority=priority, reasons=tuple(reasons))


def _match_reasons(grounds: Sequence[Grounds]) -> list[dict[str, Any]]:
    """One reason for what may be a return, then one a tier and bank: closest tier first, then the bank's name."""
    groups: dict[tuple[int, str], list[Grounds]] = {}
    returns = [one for one in grounds if one.signal_type == SUCCESSOR]
    for one in grounds:
        if one.signal_type in {SUCCESSOR, COORDINATED}:
            continue
        rank = _TIERS.index(one.tier) if one.tier in _TIERS else len(_TIERS) - 1
        groups.setdefault((rank, one.bank), []).append(one)
    told: list[dict[str, Any]] = []
    if returns:
        told.append({"code": "may_return", "likely": any(one.tier in _CLOSE_TIERS for one in returns)})
    if any(one.signal_type == COORDINATED for one in grounds):
        told.append({"code": "acts_together"})
    return told + [
        {
            "code": f"match_{_TIERS[rank]}",
            "posts": len({one.post for one in group}),
            "bank": bank,
            "kinds": sorted({one.signal_type for one in group}),
        }
        for (rank, bank), group in sorted(groups.items())
    ]
