"""How good is a set of rankings where the truth is known? Search measures, never a figure over pairs.

For each new account that has a true closed one: at which rank it stands. For each that has none: whether anything was
called likely all the same. Left out: calibration and fairness groups, which a bench measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from seawall.classify.wilson import wilson_bounds
from seawall.identity.link import LinkClass
from seawall.identity.linking import Ranking

__all__ = ["LinkMeasures", "TruthCount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMeasures:
    """What came out; shares are None where there is nothing to divide by.

    `candidate_recall` is the share of returns whose true account was among those compared; `recall_at_1` and
    `recall_at_10` the share where it stood first or among the first ten; `precision` that of the links called likely,
    between `precision_low` and `precision_high` (95 %, Wilson); `likely_recall` the share of returns whose true account
    was called likely; `honest_recall` the share of returns found first above the line over which only one in a hundred
    of all new accounts has a false first.
    """

    return_count: int
    other_count: int
    absent_count: int  # returns whose true account is not in the bank
    candidate_recall: float | None
    recall_at_1: float | None
    recall_at_10: float | None
    likely_count: int
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    likely_recall: float | None
    honest_recall: float | None


class TruthCount:
    """Counts rankings against their truth, one after the other."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._ranks: list[int | None] = []
        self._others = self._absent = self._likely = self._right = self._found_likely = 0
        self._firsts: list[tuple[float, bool]] = []

    def count(self, ranking: Ranking, true: frozenset[str], *, in_bank: bool) -> None:
        """Take in one ranking.

        Args:
            ranking: of a new account.
            true: the closed accounts of the same actor; empty where the new account is nobody's return.
            in_bank: whether any of them is in the bank.
        """
        if not true:
            self._others += 1
        elif not in_bank:
            self._absent += 1
        else:
            ranks = (rank for rank, one in enumerate(ranking.compared, start=1) if one.closed in true)
            self._ranks.append(next(ranks, None))
        likely = [one for one in ranking.compared if one.link_class is LinkClass.LIKELY]
        right = sum(one.closed in true for one in likely)
        self._likely += len(likely)
        self._right += right
        self._found_likely += bool(right)
        if ranking.compared:
            first = ranking.compared[0]
            self._firsts.append((first.weighed.bits, first.closed in true))

    def measures(self) -> LinkMeasures:
        """Return the measures of all that was counted."""
        returns = len(self._ranks)
        low, high = wilson_bounds(self._right, self._likely) if self._likely else (None, None)
        return LinkMeasures(
            return_count=returns,
            other_count=self._others,
            absent_count=self._absent,
            candidate_recall=_share(sum(rank is not None for rank in self._ranks), returns),
            recall_at_1=_share(sum(rank == 1 for rank in self._ranks), returns),
            recall_at_10=_share(sum(rank is not None and rank <= 10 for rank in self._ranks), returns),
            likely_count=self._likely,
            precision=_share(self._right, self._likely),
            precision_low=low,
            precision_high=high,
            likely_recall=_share(self._found_likely, returns),
            honest_recall=_share(self._honest(returns + self._others + self._absent), returns),
        )

    def _honest(self, queries: int) -> int:
        """Return how many true firsts stand above the line over which a hundredth of the queries have a false first."""
        allowed = queries // 100
        found = wrong = best = 0
        ordered = sorted(self._firsts, key=lambda one: -one[0])
        for at, (bits, right) in enumerate(ordered):
            found += right
            wrong += not right
            if wrong > allowed:
                break
            if at + 1 == len(ordered) or ordered[at + 1][0] < bits:  # equals stand or fall together
                best = found
        return best


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
