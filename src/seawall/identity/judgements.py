"""What did reviewers say of two accounts, and do their judgements hold together?

A judgement is of a pair, whichever side stands left. The latest of a pair holds; what it revises is told, never lost.
*Same* is carried on: whoever judges A and B the same, B and C the same, and A and C different, contradicts, and is
refused with the chain A – B – C that says otherwise. *Unsure* holds nothing together and cuts nothing.

A pure function of the judgements: neither their order of arrival nor the order of the two sides changes what holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from seawall.identity.errors import ContradictoryJudgementsError

__all__ = [
    "Judgement",
    "Pair",
    "Verdict",
    "check_judgements",
    "digest_of_judgements",
    "judge",
    "pair_of",
    "standing",
]

Pair = tuple[str, str]  # two accounts in order


class Verdict(StrEnum):
    """What a reviewer says; the values are stored."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one reviewer said of one pair, and when (aware time)."""

    left: str
    right: str
    verdict: Verdict
    by: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse naive times, and an account judged with itself."""
        if self.at.tzinfo is None:
            raise ValueError("the time of a judgement names its zone")
        if self.left == self.right:
            raise ContradictoryJudgementsError(
                f"The account {self.left} can't be judged with itself.", left=self.left, right=self.right, chain=()
            )

    @property
    def pair(self) -> Pair:
        """Return both accounts in order."""
        return pair_of(self.left, self.right)


def pair_of(left: str, right: str) -> Pair:
    """Return two accounts in order: a pair has no sides.

    >>> pair_of("b", "a")
    ('a', 'b')
    """
    return (left, right) if left <= right else (right, left)


def standing(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """Return the judgement that holds of each pair: the latest; at the same instant, the more careful one."""
    latest: dict[Pair, Judgement] = {}
    for judgement in judgements:
        held = latest.get(judgement.pair)
        if held is None or _rank(judgement) > _rank(held):
            latest[judgement.pair] = judgement
    return dict(sorted(latest.items()))


def judge(new: Judgement, judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return all judgements with a new one added, if they still hold together.

    Raises:
        ContradictoryJudgementsError: see `check_judgements`. The judgements given stay as they were.
    """
    together = (*judgements, new)
    check_judgements(together)
    return together


def check_judgements(judgements: Iterable[Judgement]) -> None:
    """Refuse judgements that contradict each other.

    Raises:
        ContradictoryJudgementsError: two accounts judged different are held together by others judged the same; the
            attributes `left` and `right` name the two, `chain` the shortest way of *same* from one to the other, and
            `judgements` what was said along it, the contradicted one last.
    """
    held = standing(judgements)
    same = _neighbours(pair for pair, judgement in held.items() if judgement.verdict is Verdict.SAME)
    for pair, judgement in held.items():
        chain = _chain(same, *pair) if judgement.verdict is Verdict.DIFFERENT else ()
        if chain:
            along = tuple(held[pair_of(one, two)] for one, two in pairwise(chain))
            told = " and ".join(f"{one} is the same as {two}" for one, two in pairwise(chain))
            raise ContradictoryJudgementsError(
                f"These judgements contradict each other: {told}, yet {pair[0]} is judged different from {pair[1]}.",
                left=pair[0],
                right=pair[1],
                chain=chain,
                judgements=(*along, judgement),
            )


def digest_of_judgements(judgements: Iterable[Judgement]) -> str:
    """Return the SHA-256 of what holds, in hexadecimal: what a retrained model records of its judgements."""
    rows = [[*pair, one.verdict, one.by, one.at.isoformat()] for pair, one in standing(judgements).items()]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


_CARE = {Verdict.SAME: 0, Verdict.UNSURE: 1, Verdict.DIFFERENT: 2}


def _rank(judgement: Judgement) -> tuple[datetime, int, str, str]:
    return judgement.at, _CARE[judgement.verdict], judgement.by, judgement.left


def _neighbours(pairs: Iterable[Pair]) -> Mapping[str, list[str]]:
    beside: dict[str, list[str]] = {}
    for left, right in sorted(pairs):
        beside.setdefault(left, []).append(right)
        beside.setdefault(right, []).append(left)
    return {account: sorted(others) for account, others in beside.items()}


def _chain(same: Mapping[str, list[str]], start: str, end: str) -> tuple[str, ...]:
    """Return the shortest way from one account to another; none is empty. Ties go to the first by name."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        account = waiting.popleft()
        if account == end:
            way = [end]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for other in same.get(account, ()):
            if other not in came_from:
                came_from[other] = account
                waiting.append(other)
    return ()
