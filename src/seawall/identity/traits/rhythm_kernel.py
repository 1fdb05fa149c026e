"""The loop of many weeks, compiled: how alike is one week to those of many accounts, hour by hour where they posted?"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["likeness_of_rows", "write_shape"]

_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_u16 = nb.types.Array(nb.uint16, 1, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)
_f322 = nb.types.Array(nb.float32, 2, "C", readonly=True)


@compiled()
def _touched(spans: Any, hours: Any, posts: Any) -> Any:
    """Read each row's beginning, all waiting for memory at once; the sum is given back so that it is not left out."""
    total = np.float32(0.0)
    for place in range(len(spans)):
        if spans[place, 0] < spans[place, 1]:
            total += hours[spans[place, 0]] + posts[spans[place, 0]]
    return total


@compiled(nb.void(_i64, _u8, _u16, _i64, _f32, _f32, nb.float32[::1]))
def likeness_of_rows(
    starts: Any, hours: Any, posts: Any, rows: Any, lent: Any, squares: Any, out: Any
) -> None:  # fmt: skip
    """Write the cosine of one week's shape and each row's; 0 for a row without posts.

    `lent[h]` is what one damped post in hour `h` brings of the one shape, `squares[d]` the product of what two hours
    make of a week that are `d` hours apart.
    """
    damped = np.empty(len(lent), np.float32)
    spans = np.empty((rows.size, 2), np.int64)
    for place in range(rows.size):
        spans[place, 0], spans[place, 1] = starts[rows[place]], starts[rows[place] + 1]
    out[:] = _touched(spans, hours, posts)
    for place in range(rows.size):
        first, last = spans[place]
        product, square = np.float32(0.0), np.float32(0.0)
        for at in range(first, last):
            damped[at - first] = np.sqrt(np.float32(posts[at]))
        for at in range(first, last):
            product += damped[at - first] * lent[hours[at]]
            beside = np.float32(0.0)
            for other in range(first, at):  # hours ascend
                beside += damped[other - first] * squares[hours[at] - hours[other]]
            square += damped[at - first] * (damped[at - first] * squares[0] + beside + beside)
        out[place] = product / np.sqrt(square) if square > 1e-6 else np.float32(0.0)


@compiled(nb.void(_u16, _f322, nb.float32, nb.float32[::1]))
def write_shape(week: Any, smoothing: Any, even: Any, out: Any) -> None:
    """Write one week as a unit vector: damped counts, smoothed, above their average hour; zeros where it is even."""
    out[:] = np.float32(0.0)
    for hour in range(week.size):
        if week[hour]:
            damped = np.sqrt(np.float32(week[hour]))
            for other in range(out.size):
                out[other] += damped * smoothing[hour, other]
    square = np.float32(0.0)
    for hour in range(out.size):
        square += out[hour] * out[hour]
    length = np.sqrt(square)
    for hour in range(out.size):
        out[hour] = out[hour] / length if length > even else np.float32(0.0)
