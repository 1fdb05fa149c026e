"""Where does each account stand in the picture of the network? Ties pull, nearness pushes; one seed, one picture.

Fruchterman and Reingold 1991 in their grid variant: only accounts in the same or the next square push each other, so a
step costs as much as there are accounts and ties. Accounts begin on a spiral, community by community, which makes the
picture the same each time and saves most of the steps. Left out: drawing (the desk's pages).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.network.slots import Ints

__all__ = ["lay_out", "place_accounts"]

_STEPS: Final = 120
_GOLDEN: Final = 2.399963229728653
_RIM: Final = 1.2
_FULL_BITS: Final = 64.0  # all ties above pull alike

Floats = NDArray[np.float64]


def lay_out(left: Ints, right: Ints, weight: Floats, count: int, *, seed: int) -> tuple[Floats, Floats]:
    """Return x and y of each of `count` accounts, from −1 to 1.

    Args:
        left: one end of each tie.
        right: the other end.
        weight: how strongly each tie pulls, 0–1.
        count: accounts are 0 to `count` − 1; those of one community should stand together, as they begin together.
        seed: shakes the beginning a little, so that no two accounts lie on each other.
    """
    from seawall.network.layout_kernel import move_accounts  # compiles: only when needed

    if not count:
        return np.zeros(0), np.zeros(0)
    rng = np.random.default_rng(seed)
    place = np.arange(count)
    radius = np.sqrt((place + 0.5) / count)
    x = radius * np.cos(place * _GOLDEN) + rng.normal(0, 1e-3, count)
    y = radius * np.sin(place * _GOLDEN) + rng.normal(0, 1e-3, count)
    move_accounts(
        x, y, np.ascontiguousarray(left, np.int64), np.ascontiguousarray(right, np.int64),
        np.ascontiguousarray(weight, np.float64), 1.0 / np.sqrt(count), _STEPS,
    )  # fmt: skip
    x, y = _drawn_in(x - np.median(x), y - np.median(y))
    extent = max(float(np.abs(x).max()), float(np.abs(y).max()), 1e-9)
    return x / extent, y / extent


def place_accounts(accounts: pa.Table, pairs: pa.Table, *, seed: int) -> dict[str, tuple[float, float]]:
    """Return where each account stands, by its name; the tables are those of a search (`tables.py`)."""
    names = accounts["account"].to_pylist()
    number = {name: place for place, name in enumerate(names)}
    left, right = (
        np.array([number[name] for name in pairs[side].to_pylist()], np.int64) for side in ("account_a", "account_b")
    )
    weight = np.minimum(pairs["bits"].to_numpy(), _FULL_BITS) / _FULL_BITS
    x, y = lay_out(left, right, weight, len(names), seed=seed)
    return dict(zip(names, zip(x.tolist(), y.tolist(), strict=True), strict=True))


def _drawn_in(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the places, the few that drifted far off brought to the rim, so that they don't make the rest small."""
    radius = np.hypot(x, y)
    rim = _RIM * float(np.quantile(radius, 0.98))
    shrink = np.where(radius > rim, rim / np.maximum(radius, 1e-9), 1.0)
    return x * shrink, y * shrink
