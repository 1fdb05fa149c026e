"""Visits, co-slots, expectations and tails of `seawall.network`, word by word from their definitions: slow and plain.

The oracle that the engine is held against. It shares no code with it; rows are (account, item, time) tuples.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

__all__ = ["Row", "Visit", "expected_of", "pairs_of", "tail_of_trials", "visits_of"]

Row = tuple[str, str, int]
"""Account, item, time."""

Visit = tuple[str, int, str]
"""Item, time, account."""


def visits_of(rows: Sequence[Row], window: int) -> list[Visit]:
    """Return (item, time, account) of each visit; rows are (account, item, time)."""
    begun: dict[tuple[str, str], int] = {}
    kept: list[Visit] = []
    for account, item, time in sorted(rows, key=lambda row: (row[1], row[2])):
        last = begun.get((account, item))
        if last is None or time - last > window:
            begun[account, item] = time
            kept.append((item, time, account))
    return kept


def pairs_of(visits: Sequence[Visit], window: int, neighbours: int) -> dict[tuple[str, str], int]:
    """Return how many co-slots each pair shares; `visits` are in their order within items."""
    by_item: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for item, time, account in visits:
        by_item[item].append((time, account))
    shared: Counter[tuple[str, str]] = Counter()
    for held in by_item.values():
        for place, (time, account) in enumerate(held):
            for later, other in held[place + 1 : place + 1 + neighbours]:
                if later - time <= window:
                    shared[min(account, other), max(account, other)] += 1
    return dict(shared)


def expected_of(
    visits: Sequence[Visit],
    stratum_of: Callable[[int], tuple[int, int]],
    co_slots: Mapping[tuple[int, int], int],
    left: str,
    right: str,
) -> float:
    """Return 2·P·q_a·q_b / (1 − Σq²) over strata (stretch, hour), from the definitions of share and habit."""
    accounts = sorted({account for _, _, account in visits})
    by_stretch: Counter[tuple[str, int]] = Counter()
    by_hour: Counter[tuple[str, int]] = Counter()
    for _, time, account in visits:
        stretch, hour = stratum_of(time)
        by_stretch[account, stretch] += 1
        by_hour[account, hour] += 1
    own = Counter(account for _, _, account in visits)
    overall = {hour: sum(by_hour[a, hour] for a in accounts) / len(visits) for hour in range(24)}
    total = 0.0
    for (stretch, hour), count in co_slots.items():
        mass = {a: by_stretch[a, stretch] * (0.8 * by_hour[a, hour] / own[a] + 0.2 * overall[hour]) for a in accounts}
        whole = sum(mass.values())
        alone = sum(one * one for one in mass.values()) / whole**2
        total += 2 * count * mass[left] * mass[right] / whole**2 / (1 - alone)
    return total


def tail_of_trials(chances: Sequence[float], count: int) -> float:
    """Return P(X ≥ count) where X counts successes of independent trials of these chances (Poisson–binomial)."""
    shares = np.zeros(len(chances) + 1)
    shares[0] = 1.0
    for chance in chances:
        shares[1:] = shares[1:] * (1 - chance) + shares[:-1] * chance
        shares[0] *= 1 - chance
    return float(shares[count:].sum())
