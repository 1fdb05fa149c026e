"""How much of a short text stands in a post, letter by letter, in its order? A compiled loop.

Shingles of four say little of a text of forty letters once each eighth letter is another. So the whole of both
skeletons is compared: the least cost of editing (Levenshtein, 1966; a letter put in at half the cost of one left out or
exchanged), in the diagonals that can still come to enough (Ukkonen, 1985). Left out: which texts are worth it
(`near_text_kernel.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb

from seawall.index.near_text_rules import MIN_ALIGNED
from seawall.signals.compiled import compiled

__all__ = ["aligned_share"]

_ANOTHER, _PUT_IN = 2, 1  # costs; one left out costs what an exchange does
_FAR = 1 << 20


@compiled()
def aligned_share(letters: Any, begun: Any, ended: Any, unit: Any, first: Any, length: Any, rows: Any) -> Any:
    """Return the hundredths of a unit that stand in a post from `begun` to `ended`; 0 for less than the least.

    `rows` is working memory: one row of as many numbers as the longest post that can come to enough has letters, and 2.
    """
    whole = nb.int64(_ANOTHER * length)
    limit = nb.int64(whole * (100 - MIN_ALIGNED) // 100)
    count = ended - begun
    most_in, most_out = limit // _PUT_IN, limit // _ANOTHER
    if count - length > most_in or length - count > most_out:
        return 0
    row: Any = rows[0]
    for column in range(min(count, most_in) + 1):
        row[column] = column * _PUT_IN
    for place in range(length):
        wanted = unit[first + place]
        low: Any = max(0, place + 1 - most_out)
        high: Any = min(count, place + 1 + most_in)
        corner: Any = nb.int64(_FAR)
        left: Any = nb.int64(_FAR)
        if low == 0:
            corner = nb.int64(row[0])
            row[0] = left = (place + 1) * _ANOTHER
            low = 1
        else:
            corner = nb.int64(row[low - 1])
        least: Any = nb.int64(left)
        if high > place + most_in:
            row[high] = _FAR  # a new diagonal
        for column in range(low, high + 1):
            above = nb.int64(row[column])
            cost: Any = corner + (0 if letters[begun + column - 1] == wanted else _ANOTHER)
            cost = min(cost, above + _ANOTHER, left + _PUT_IN)
            row[column] = left = cost
            corner = above
            least = min(least, cost)
        if least > limit:
            return 0
    cost = row[count]
    return (whole - cost) * 100 // whole if cost <= limit else 0
