"""Which cells are there? Communities of significant pairs, how sure each is, and what holds it together.

A cell is a community (`communities.py`) of three accounts and more. It is as certain as it is when it is looked for
again in four fifths of the items, drawn anew each time: the mean likeness (Jaccard) of the community that resembles it
most. A member's hold is the share of those times in which that community has it. The core are the members tied to two
others of the cell at least, and to half as many as the best-tied member has; a tie is as strong as it is surprising.

Left out: why they act together. That has lawful answers too (`lawful.py`), and no cell says anything of one account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.communities import find_communities
from seawall.network.null_model import Floats
from seawall.network.options import CellOptions
from seawall.network.pair_test import PairTest, log_tails
from seawall.network.significance import SignificantPairs
from seawall.network.slots import Ints

__all__ = ["Cell", "TieEvidence", "find_cells", "gather_evidence", "tie_weights"]

_KEPT_SHARE: Final = 0.8
_FULL_BITS: Final = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TieEvidence:
    """The co-slots of the significant pairs, each pair's in the test that is its best, in order of pair and time.

    `pair` is the place among the pairs, `test` that among the tests of single kinds (`SignificantPairs.sources`),
    `item` the item's number in that kind; `first` and `second` the accounts; `time` when the first acted and `lag` how
    much later the second did, in microseconds; `first_row` and `second_row` the rows of the table.
    """

    pair: Ints
    test: Ints
    item: Ints
    first: Ints
    second: Ints
    time: Ints
    lag: Ints
    first_row: Ints
    second_row: Ints

    def __len__(self) -> int:
        return len(self.pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Accounts that act together more than chance explains.

    `members` are account numbers, ascending; by member: `is_core`, `hold` (0–1), `ties` to others of the cell and
    `bits`, the strongest of them. `pairs` are places among the significant pairs, `certainty` is 0–1 (None: not
    looked for again).
    """

    number: int
    members: Ints
    is_core: NDArray[np.bool_]
    hold: Floats | None
    ties: Ints
    bits: Floats
    pairs: Ints
    certainty: float | None

    @property
    def density(self) -> float:
        """Return the share of the members' pairs that are significant."""
        size = len(self.members)
        return len(self.pairs) / (size * (size - 1) / 2)


def tie_weights(told: SignificantPairs) -> Floats:
    """Return how strong each tie is, 0–1: its bits, all above 64 counting alike."""
    weights: Floats = np.minimum(told.bits, _FULL_BITS) / _FULL_BITS
    return weights


def gather_evidence(told: SignificantPairs) -> TieEvidence:
    """Return the co-slots of all significant pairs."""
    parts: list[tuple[Ints, ...]] = []
    source = 0
    for number, test in enumerate(told.tests):
        place = np.full(len(test.pairs), -1, np.int64)
        mine = np.flatnonzero(told.best == number)
        place[told.by_test[number, mine]] = mine
        for part in test.sources:
            parts.append(_evidence_of(part, place, source))
            source += 1
    if not parts:
        return TieEvidence(**{name: np.zeros(0, np.int64) for name in TieEvidence.__slots__})
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[6], columns[5], columns[0]))
    return TieEvidence(**{name: column[order] for name, column in zip(TieEvidence.__slots__, columns, strict=True)})


def _evidence_of(test: PairTest, place: Ints, source: int) -> tuple[Ints, ...]:
    """Return the columns of the evidence of one kind and window; `place` is that of each of its pairs, or −1."""
    pair = place[test.found.pair]
    taken = pair >= 0
    early, late = test.found.early[taken], test.found.late[taken]
    visits = test.visits
    time = visits.time[early]
    return (
        pair[taken], np.full(len(early), source), visits.items_of(early), visits.account[early].astype(np.int64),
        visits.account[late].astype(np.int64), time, visits.time[late] - time,
        visits.rows_of(early), visits.rows_of(late),
    )  # fmt: skip


def find_cells(told: SignificantPairs, evidence: TieEvidence, options: CellOptions) -> tuple[Cell, ...]:
    """Return the cells among the significant pairs, the largest first."""
    if not len(told):
        return ()
    accounts, ends = np.unique(np.concatenate((told.left, told.right)), return_inverse=True)
    left, right = ends[: len(told)], ends[len(told) :]
    weight = tie_weights(told)
    label = find_communities(left, right, weight, len(accounts), seed=options.seed)
    again = [
        find_communities(left[kept], right[kept], weight[kept], len(accounts), seed=options.seed + turn)
        for turn, kept in _resampled(told, evidence, options)
    ]
    sizes = np.bincount(label)
    inside = label[left] == label[right]
    largest = sorted(np.flatnonzero(sizes >= options.least_accounts).tolist(), key=lambda one: (-sizes[one], one))
    cells = []
    for number, one in enumerate(largest, start=1):
        places = np.flatnonzero(inside & (label[left] == one))
        members = np.flatnonzero(label == one)
        cells.append(_cell(number, accounts, members, places, (left, right, told.bits), again))
    return tuple(cells)


def _cell(
    number: int, accounts: Ints, members: Ints, places: Ints, ties: tuple[Ints, Ints, Floats], again: list[Ints]
) -> Cell:
    left, right = np.searchsorted(members, ties[0][places]), np.searchsorted(members, ties[1][places])
    degree = np.bincount(np.concatenate((left, right)), minlength=len(members))
    bits = np.zeros(len(members))
    for end in (left, right):
        np.maximum.at(bits, end, ties[2][places])
    matches = [_match(members, label) for label in again]
    return Cell(
        number=number,
        members=accounts[members],
        is_core=(degree >= 2) & (2 * degree >= degree.max(initial=0)),
        hold=np.mean([held for _, held in matches], axis=0) if matches else None,
        ties=degree,
        bits=bits,
        pairs=places,
        certainty=float(np.mean([likeness for likeness, _ in matches])) if matches else None,
    )


def _match(members: Ints, label: Ints) -> tuple[float, NDArray[np.bool_]]:
    """Return the likeness of the community that resembles the members most, and which of them it has."""
    found, counts = np.unique(label[members], return_counts=True)
    sizes = np.bincount(label)[found]
    likeness = counts / (len(members) + sizes - counts)
    best = int(np.argmax(likeness))
    return float(likeness[best]), label[members] == found[best]


def _resampled(
    told: SignificantPairs, evidence: TieEvidence, options: CellOptions
) -> list[tuple[int, NDArray[np.bool_]]]:
    """Return, turn by turn, which pairs are significant where only a part of the items had been seen."""
    rng = np.random.default_rng(options.seed)
    tests = max(1, len(told.tests))
    bounds = np.cumsum([0, *(len(test.visits.starts) - 1 for test in told.sources)])
    item = bounds[evidence.test] + evidence.item
    meets = np.ones(len(evidence), np.bool_)  # posts that share several things meet once
    meets[1:] = np.any([np.diff(one) != 0 for one in (evidence.pair, evidence.time, evidence.lag)], axis=0)
    turns = []
    for turn in range(1, options.resamples + 1):
        kept = rng.random(int(bounds[-1])) < _KEPT_SHARE
        seen = np.bincount(evidence.pair[kept[item] & meets], minlength=len(told)).astype(np.float64)
        log_p = log_tails(seen, told.expected * _KEPT_SHARE) + np.log(tests)
        turns.append((turn, (log_p <= told.line) & (seen >= 2)))
    return turns
