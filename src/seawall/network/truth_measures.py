"""How good is a search where the truth is known? Accounts found, accounts called falsely, cells held against groups.

The truth names the group of each account, or nothing for an ordinary one. Precision and recall count accounts in
cells; a pair is right where both have the same group. Normalised mutual information (arithmetic mean) and purity
compare cells with groups over the accounts in cells that have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seawall.classify.wilson import wilson_bounds
from seawall.network.search import CellSearch

__all__ = ["TruthMeasures", "measure_cells", "mutual_information", "purity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthMeasures:
    """What came out; shares are None where there is nothing to divide by, intervals are Wilson's at 95 %."""

    true_accounts: int
    found_accounts: int
    right_accounts: int
    recall: float | None
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    right_pairs: int
    pair_precision: float | None
    purity: float | None
    mutual_information: float | None


def measure_cells(search: CellSearch, truth: Mapping[str, str]) -> TruthMeasures:
    """Hold a search against the true group of each account; accounts that are not in `truth` are ordinary."""
    groups = [truth.get(name) for name in search.slots.accounts.to_pylist()]
    labels = [(cell.number, groups[member]) for cell in search.cells for member in cell.members.tolist()]
    right = [(cell, group) for cell, group in labels if group is not None]
    pairs = zip(search.pairs.left.tolist(), search.pairs.right.tolist(), strict=True)
    right_pairs = sum(groups[a] is not None and groups[a] == groups[b] for a, b in pairs)
    true_count = sum(group is not None for group in groups)
    low, high = wilson_bounds(len(right), len(labels)) if labels else (None, None)
    cells, named = [cell for cell, _ in right], [group for _, group in right if group is not None]
    return TruthMeasures(
        true_accounts=true_count,
        found_accounts=len(labels),
        right_accounts=len(right),
        recall=_share(len(right), true_count),
        precision=_share(len(right), len(labels)),
        precision_low=low,
        precision_high=high,
        right_pairs=right_pairs,
        pair_precision=_share(right_pairs, len(search.pairs)),
        purity=purity(cells, named) if right else None,
        mutual_information=mutual_information(cells, named) if right else None,
    )


def purity(cells: Sequence[object], groups: Sequence[object]) -> float:
    """Return the share of accounts that belong to their cell's most frequent group.

    >>> purity([1, 1, 1, 2], ["a", "a", "b", "b"])
    0.75
    """
    most: dict[object, int] = {}
    for (cell, _), count in Counter(zip(cells, groups, strict=True)).items():
        most[cell] = max(most.get(cell, 0), count)
    return round(sum(most.values()) / len(cells), 4)


def mutual_information(cells: Sequence[object], groups: Sequence[object]) -> float:
    """Return the normalised mutual information of two partitions, 0–1; 1 where both have one part only.

    >>> mutual_information([1, 1, 2, 2], ["a", "a", "b", "b"])
    1.0
    """
    total = len(cells)
    joint = np.array(list(Counter(zip(cells, groups, strict=True)).values())) / total
    left, right = (np.array(list(Counter(side).values())) / total for side in (cells, groups))
    entropies = [float(-(share * np.log(share)).sum()) for share in (left, right, joint)]
    if entropies[0] + entropies[1] == 0:
        return 1.0
    return round(2 * (entropies[0] + entropies[1] - entropies[2]) / (entropies[0] + entropies[1]), 4)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
