"""How near are many accounts' words to one account's? The loops, compiled; see `word_tail.py`.

An account's own keys lie in an open-addressed table by their low bits, which a sample of the smallest leaves even.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["near_of_one", "near_of_rows"]

_u32 = nb.types.Array(nb.uint32, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_f64 = nb.types.Array(nb.float64, 1, "C", readonly=True)
_AGAIN = np.uint32(1)
_LAST = np.uint32(0xFFFFFFFF)
_SLOTS = 1 << 13
_HALF = np.int64(1 << 12)


@compiled()
def _slot_of(key: Any) -> Any:
    return (np.int64(key >> _AGAIN) + np.int64(key & _AGAIN) * _HALF) & (_SLOTS - 1)


@compiled()
def _table_of(mine: Any) -> Any:
    """Return an open-addressed table of the places of keys, each one more than it is; 0 is an empty slot."""
    table = np.zeros(_SLOTS, np.int16)
    for place in range(mine.size):
        slot = _slot_of(mine[place])
        while table[slot]:
            slot = (slot + 1) & (_SLOTS - 1)
        table[slot] = place + 1
    return table


@compiled()
def _cut(keys: Any, start: Any, end: Any, most: Any) -> Any:
    """Return up to which key a sample of words tells all; the largest number where it holds every word."""
    if end - start < most:
        return _LAST
    words = 0
    for at in range(start, end):
        words += (keys[at] & _AGAIN) == 0
    return keys[end - 1] | _AGAIN if words >= most else _LAST


@compiled()
def _find_shared(mine: Any, starts: Any, keys: Any, rows: Any, places: Any, ends: Any, holders: Any) -> None:
    """Write the place of each shared key, row by row, where each row ends among them, and how many rows hold each."""
    table = _table_of(mine)
    found = nb.int64(0)
    for number in range(rows.size):
        for at in range(starts[rows[number]], starts[rows[number] + 1]):
            slot = _slot_of(keys[at])
            while table[slot]:
                place = table[slot] - 1
                if mine[place] == keys[at]:
                    places[found] = place
                    found += 1
                    holders[place] += 1
                    break
                slot = (slot + 1) & (_SLOTS - 1)
        ends[number] = found


@compiled(nb.float64[::1](_u32, nb.int64, nb.float64, _i64, _u32, _i64, nb.float64[::1]))
def near_of_rows(mine: Any, most: Any, least: Any, starts: Any, keys: Any, rows: Any, weights: Any) -> Any:
    """Write what each of ascending keys weighs by how few rows hold it; return how near the words of each row are.

    Near is the weight of the shared words over the root of what both sides have, below what both samples tell.
    """
    room = (starts[rows + 1] - starts[rows]).sum()
    places, ends = np.empty(room, np.int16), np.empty(rows.size, np.int64)
    holders = np.zeros(mine.size, np.int64)
    _find_shared(mine, starts, keys, rows, places, ends, holders)
    sums = np.zeros(mine.size + 1)
    for place in range(mine.size):
        weights[place] = least + np.log2((rows.size + 1) / (holders[place] + 1))
        sums[place + 1] = sums[place] + weights[place]
    near = np.zeros(rows.size)
    mine_cut = _cut(mine, 0, mine.size, most)
    begin = nb.int64(0)
    for number in range(rows.size):
        start, end = starts[rows[number]], starts[rows[number] + 1]
        cut = min(mine_cut, _cut(keys, start, end, most))
        held, theirs = nb.int64(mine.size), end - start
        if cut != _LAST:
            held = nb.int64(np.searchsorted(mine, cut, side="right"))
            theirs = nb.int64(np.searchsorted(keys[start:end], cut, side="right"))
        shared = 0.0
        for place in places[begin : ends[number]]:
            if place < held:
                shared += weights[place]
        if shared > 0.0:
            near[number] = shared / np.sqrt(sums[held] * theirs)
        begin = ends[number]
    return near


@compiled(nb.float64[::1](_u32, _f64, nb.int64, _u32))
def near_of_one(mine: Any, weights: Any, most: Any, keys: Any) -> Any:
    """Return how near the words of one account are, how many words are shared, and of how many both samples tell."""
    cut = min(_cut(mine, 0, mine.size, most), _cut(keys, 0, keys.size, most))
    shared, held = 0.0, 0.0
    words, compared = 0, 0
    beside = 0
    for place in range(mine.size):
        if mine[place] > cut:
            break
        held += weights[place]
        first = (mine[place] & _AGAIN) == 0
        compared += first
        while beside < keys.size and keys[beside] < mine[place]:
            beside += 1
        if beside < keys.size and keys[beside] == mine[place]:
            shared += weights[place]
            words += first
    while beside < keys.size and keys[beside] <= cut:
        beside += 1
    near = shared / np.sqrt(held * beside) if shared > 0.0 else 0.0
    return np.array((near, nb.float64(words), nb.float64(compared)))
