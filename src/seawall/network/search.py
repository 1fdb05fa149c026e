"""From slots to cells in one call: tests, significant pairs, cells, and the same once more with shuffled accounts.

The shuffled control fills each slot with an account that acted in the same stretch of days and hour, drawn without
replacement: who was active when stays as it was, who was together does not. What is significant there is chance by
construction; the counts belong beside every result. It shows that the arithmetic holds, not that people are strangers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seawall.network.cells import Cell, TieEvidence, find_cells, gather_evidence
from seawall.network.group_test import with_group_ties
from seawall.network.null_model import TimeStrata, make_strata
from seawall.network.options import CellOptions
from seawall.network.pair_test import PairTest, test_pairs
from seawall.network.pooled import PooledTest, pool_tests
from seawall.network.significance import SignificantPairs, weigh_pairs
from seawall.network.slots import Slots, SlotSet

__all__ = ["CellSearch", "Control", "search_cells", "shuffle_accounts"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What a search finds where accounts are shuffled: pairs tested in full, significant pairs, cells."""

    likely_pairs: int
    significant_pairs: int
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSearch:
    """What a search found; accounts and items are numbers of `slots`."""

    options: CellOptions
    slots: SlotSet
    pairs: SignificantPairs
    evidence: TieEvidence
    cells: tuple[Cell, ...]
    control: Control | None


def search_cells(
    slots: SlotSet, options: CellOptions | None = None, *, with_control: bool = True, progress: Progress | None = None
) -> CellSearch:
    """Look for cells.

    Args:
        slots: of all kinds.
        options: how to look; the defaults without.
        with_control: look once more with shuffled accounts, which doubles the time.
        progress: is told what is done next.
    """
    options = options or CellOptions()
    tell = progress or _silent
    strata = [make_strata(one) for one in slots]
    told = _significant(slots, strata, options, tell)
    evidence = gather_evidence(told)
    tell("cells")
    cells = find_cells(told, evidence, options)
    control = _control(slots, strata, options, tell) if with_control else None
    return CellSearch(options=options, slots=slots, pairs=told, evidence=evidence, cells=cells, control=control)


def shuffle_accounts(slots: Slots, strata: TimeStrata, rng: np.random.Generator) -> Slots:
    """Return the slots filled by accounts that are shuffled within each stretch of days and hour."""
    stratum = strata.of(slots.time)
    by_stratum = np.argsort(stratum, kind="stable")
    drawn = np.argsort(rng.random(len(slots)))
    drawn = drawn[np.argsort(stratum[drawn], kind="stable")]
    account = np.empty_like(slots.account)
    account[by_stratum] = slots.account[drawn]
    return slots.with_accounts(account)


def _significant(slots: SlotSet, strata: list[TimeStrata], options: CellOptions, tell: Progress) -> SignificantPairs:
    single: dict[float, list[PairTest]] = {window: [] for window in options.windows_seconds}
    for one, when in zip(slots, strata, strict=True):
        for window, tests in single.items():
            tell(f"{one.kind} within {window:g} s")
            tests.append(test_pairs(one, when, window, options.neighbours, options.false_discovery_rate))
    pooled = [pool_tests(tests, options.false_discovery_rate) for tests in single.values() if len(tests) > 1]
    every: list[PairTest | PooledTest] = [test for tests in single.values() for test in tests]
    every += pooled
    weighed = weigh_pairs(every, len(slots.accounts), options.false_discovery_rate)
    tell("groups")
    return with_group_ties(weighed)


def _control(slots: SlotSet, strata: list[TimeStrata], options: CellOptions, tell: Progress) -> Control:
    tell("shuffled control")
    rng = np.random.default_rng(options.seed)
    shuffled = SlotSet(
        accounts=slots.accounts,
        by_kind=tuple(shuffle_accounts(one, when, rng) for one, when in zip(slots, strata, strict=True)),
    )
    told = _significant(shuffled, strata, options, _silent)
    cells = find_cells(told, gather_evidence(told), options)
    return Control(
        likely_pairs=sum(len(test.pairs) for test in told.tests), significant_pairs=len(told), cells=len(cells)
    )


def _silent(_step: str) -> None:
    """Say nothing."""
