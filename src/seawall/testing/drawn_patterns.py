"""Made-up pictures, the same on every machine: blocks of colour, noise, slopes, from a seed and whole numbers alone.

No library draws them, so a new version of one can't move a pixel. Left out: anything that looks like something.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn_blocks", "drawn_noise", "drawn_slope"]


def drawn_blocks(seed: int, height: int, width: int, *, grid: tuple[int, int] = (9, 12)) -> NDArray[np.uint8]:
    """Return RGB blocks of random colours, rows by columns of `grid`, under a slope of light."""
    rows, columns = grid
    blocks = _octets(seed, rows * columns * 3).reshape(rows, columns, 3).astype(np.int64)
    y, x = np.arange(height), np.arange(width)
    picture = blocks[(y * rows // height)[:, None], (x * columns // width)[None, :]]
    light = (y * 60 // height)[:, None, None] + (x * 40 // width)[None, :, None]
    return (picture * 3 // 5 + light).astype(np.uint8)


def drawn_noise(seed: int, height: int, width: int) -> NDArray[np.uint8]:
    """Return an RGB picture in which every pixel has a colour of its own."""
    return _octets(seed, height * width * 3).reshape(height, width, 3)


def drawn_slope(height: int, width: int) -> NDArray[np.uint8]:
    """Return a picture that only gets brighter from left to right: too plain to be told from others."""
    grey = (np.arange(width) * 255 // max(1, width - 1)).astype(np.uint8)
    return np.repeat(np.repeat(grey[None, :, None], height, axis=0), 3, axis=2)


def _octets(seed: int, count: int) -> NDArray[np.uint8]:
    raw: NDArray[np.uint64] = np.random.PCG64(seed).random_raw(-(-count // 8))
    return raw.astype("<u8").view(np.uint8)[:count]
