"""The loop of many weeks, compiled: how alike is one week to those of many accounts, hour by hour where they posted?"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["likeness_of_rows"]

_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_u16 = nb.types.Array(nb.uint16, 1, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)
_f322 = nb.types.Array(nb.float32, 2, "C", readonly=True)


@compiled(nb.void(_i64, _u8, _u16, _i64, _f32, _f322, nb.float32[::1]))
def likeness_of_rows(
    starts: Any, hours: Any, posts: Any, rows: Any, lent: Any, squares: Any, out: Any
) -> None:  # fmt: skip
    """Write the cosine of one week's shape and each row's; 0 for a row without posts.

    `lent[h]` is what one damped post in hour `h` brings of the one shape, `squares[h, i]` the product of what two hours
    make of a week.
    """
    for place in range(rows.size):
        first, last = starts[rows[place]], starts[rows[place] + 1]
        product, square = np.float32(0.0), np.float32(0.0)
        for at in range(first, last):
            damped = np.sqrt(np.float32(posts[at]))
            product += damped * lent[hours[at]]
            for other in range(first, last):
                square += damped * np.sqrt(np.float32(posts[other])) * squares[hours[at], hours[other]]
        out[place] = product / np.sqrt(square) if square > 1e-6 else np.float32(0.0)
