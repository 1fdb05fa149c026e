"""The loops of `slots.py`: rows go to their items; rows of one item and instant into an order drawn from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["place_by_item", "settle_ties"]


@compiled("void(int64[::1], int32[::1], int64[::1], int64[::1])")
def place_by_item(order: Any, item: Any, starts: Any, row: Any) -> None:
    """Write rows, taken in `order`, to the stretch of `row` that belongs to their item (a stable counting sort)."""
    at = starts.copy()
    for place in range(len(order)):
        which = order[place]
        row[at[item[which]]] = which
        at[item[which]] += 1


@compiled()
def _mixed(value: Any) -> Any:
    """Return 64 bits that look drawn (the finaliser of splitmix64, Steele et al. 2014)."""
    value = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled()
def _settle(account: Any, row: Any, salt: Any) -> None:
    """Sort a stretch of one instant by what is drawn for each account; equal accounts change nothing."""
    drawn = np.empty(len(account), np.uint64)
    for place in range(len(account)):
        drawn[place] = _mixed(np.uint64(account[place]) ^ salt)
    order = np.argsort(drawn, kind="mergesort")
    account[:] = account[order]
    row[:] = row[order]


@compiled("void(int64[::1], uint64[::1], int64[::1], int32[::1], int64[::1])")
def settle_ties(starts: Any, keys: Any, time: Any, account: Any, row: Any) -> None:
    """Bring rows of one item and instant into an order that account, item and instant draw; in place."""
    for item in range(len(starts) - 1):
        begin, end = starts[item], starts[item + 1]
        low = begin
        while low < end:
            high = low + 1
            while high < end and time[high] == time[low]:
                high += 1
            if high - low > 1:
                salt = _mixed(keys[item] ^ np.uint64(time[low]))
                _settle(account[low:high], row[low:high], salt)
            low = high
