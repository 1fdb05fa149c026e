"""Is the probability that is told the share that is seen? By tenths of probability, and by tenths of the pairs shown.

Tenths of probability hold very unlike counts: most pairs are far from one actor, few stand in the middle, and there a
share has a wide interval. Tenths of the pairs shown, each with as many pairs in order of probability, all have the same
power. Intervals: Wilson, 95 %.
"""

from __future__ import annotations

import numpy as np

from seawall.classify.wilson import wilson_bounds


def by_probability(predicted: np.ndarray, same: np.ndarray) -> dict:
    """Return told and seen shares in ten bands of probability."""
    band = np.minimum((predicted * 10).astype(int), 9)
    rows = [_row(f"{n / 10:.1f}-{(n + 1) / 10:.1f}", predicted[band == n], same[band == n]) for n in range(10)]
    return _summed(rows)


def by_rank(predicted: np.ndarray, same: np.ndarray, *, shown_from: float) -> dict:
    """Return told and seen shares in ten parts of as many pairs each, of all that are shown."""
    shown = predicted >= shown_from
    order = np.argsort(predicted[shown], kind="stable")
    rows = []
    for part in np.array_split(order, 10):
        told = predicted[shown][part]
        name = f"{told.min():.3f}-{told.max():.3f}" if len(told) else "none"
        rows.append(_row(name, told, same[shown][part]))
    return _summed(rows)


def _row(name: str, predicted: np.ndarray, same: np.ndarray) -> dict:
    count, hits = len(same), int(same.sum())
    low, high = wilson_bounds(hits, count)
    told = round(float(predicted.mean()), 4) if count else None
    return {
        "tenth": name,
        "pairs": count,
        "predicted": told,
        "observed": round(hits / count, 4) if count else None,
        "observed_interval": [round(low, 3), round(high, 3)],
        "predicted_within_interval": told is None or bool(low <= told <= high),
    }


def _summed(rows: list[dict]) -> dict:
    told = [row for row in rows if row["pairs"]]
    gaps = [abs(row["predicted"] - row["observed"]) for row in told]
    expected = float(np.average(gaps, weights=[row["pairs"] for row in told])) if told else 0.0
    return {
        "tenths": rows,
        "within_5_points": sum(gap <= 0.05 for gap in gaps),
        "within_interval": sum(row["predicted_within_interval"] for row in told),
        "largest_gap": round(max(gaps, default=0.0), 4),
        "expected_gap": round(expected, 4),
    }
