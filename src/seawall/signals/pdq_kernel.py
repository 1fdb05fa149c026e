"""The loops of PDQ, compiled: brightness, the two passes of box filters, gradients and the cosine transform.

Sums run in 32-bit floats in the order in which the reference (ThreatExchange, `pdq/cpp`) adds them, since another order
gives other last bits and now and then another bit of the hash. Left out: sampling, median and bits (`pdq_hash.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["KEPT", "SIDE", "blur", "cosine_transform", "gradient_sum", "luma_of_grey", "luma_of_rgb"]

SIDE = 64
KEPT = 16

_grey = nb.types.Array(nb.uint8, 2, "A", readonly=True)
_rgb = nb.types.Array(nb.uint8, 3, "A", readonly=True)
_plane = nb.float32[:, ::1]
_ROWS_AT_ONCE = 8


@compiled(_plane(_rgb))
def luma_of_rgb(pixels: Any) -> Any:
    """Return the brightness of each pixel, 0–255: summed in 64 bits, then rounded, as `pdqhash` does it."""
    height, width = pixels.shape[0], pixels.shape[1]
    luma = np.empty((height, width), np.float32)
    for row in range(height):
        for column in range(width):
            red, green, blue = pixels[row, column, 0], pixels[row, column, 1], pixels[row, column, 2]
            luma[row, column] = np.float32(red * 0.299 + green * 0.587 + blue * 0.114)
    return luma


@compiled(_plane(_grey))
def luma_of_grey(pixels: Any) -> Any:
    """Return the brightness of each pixel of a picture without colour."""
    return pixels.astype(np.float32)


@compiled()
def _box_along_rows(source: Any, target: Any, window: int) -> None:
    """Write the mean of a window around each point of each row; at the edges the window is what there is of it."""
    height, width = source.shape
    ahead = (window + 2) // 2 - 1  # points of the window that lie right of its middle
    sums = np.empty(_ROWS_AT_ONCE, np.float32)
    for first in range(0, height, _ROWS_AT_ONCE):  # rows side by side: each sum waits for its last addition
        count = min(_ROWS_AT_ONCE, height - first)
        sums[:] = 0
        size = 0
        for right in range(width + ahead):
            left = right - window
            middle = right - ahead
            size += (right < width) - (left >= 0)
            wide = np.float32(size)
            for lane in range(count):
                if right < width:
                    sums[lane] += source[first + lane, right]
                if left >= 0:
                    sums[lane] -= source[first + lane, left]
                if middle >= 0:
                    target[first + lane, middle] = sums[lane] / wide


@compiled()
def _box_along_columns(source: Any, target: Any, window: int) -> None:
    """Write the mean of a window around each point of each column."""
    height, width = source.shape
    ahead = (window + 2) // 2 - 1
    sums = np.zeros(width, np.float32)
    size = 0
    for below in range(height + ahead):
        above = below - window
        middle = below - ahead
        if below < height:
            size += 1
            for column in range(width):
                sums[column] += source[below, column]
        if above >= 0:
            size -= 1
            for column in range(width):
                sums[column] -= source[above, column]
        if middle >= 0:
            wide = np.float32(size)
            for column in range(width):
                target[middle, column] = sums[column] / wide


@compiled(nb.void(_plane, nb.int64, nb.int64))
def blur(luma: Any, along_rows: int, along_columns: int) -> None:
    """Blur in place with two passes of windows so wide (pixels): together they weigh the neighbourhood like a tent."""
    other = np.empty_like(luma)
    for _ in range(2):
        _box_along_rows(luma, other, along_rows)
        _box_along_columns(other, luma, along_columns)


@compiled(nb.int64(_plane))
def gradient_sum(small: Any) -> Any:
    """Return the sum of the steps between neighbours, each in whole hundredths of the range from black to white."""
    total = 0
    for row in range(SIDE):
        for column in range(SIDE):
            here = small[row, column]
            if row + 1 < SIDE:
                total += abs(int((here - small[row + 1, column]) * np.float32(100) / np.float32(255)))
            if column + 1 < SIDE:
                total += abs(int((here - small[row, column + 1]) * np.float32(100) / np.float32(255)))
    return total


@compiled(_plane(_plane, _plane))
def cosine_transform(small: Any, waves: Any) -> Any:
    """Return `waves · small · wavesᵀ`, 16×16: the slow changes of brightness, down and across."""
    half = np.zeros((KEPT, SIDE), np.float32)
    for wave in range(KEPT):
        for row in range(SIDE):
            for column in range(SIDE):
                half[wave, column] += waves[wave, row] * small[row, column]
    whole = np.empty((KEPT, KEPT), np.float32)
    for down in range(KEPT):
        for across in range(KEPT):
            total = np.float32(0)
            for column in range(SIDE):
                total += half[down, column] * waves[across, column]
            whole[down, across] = total
    return whole
