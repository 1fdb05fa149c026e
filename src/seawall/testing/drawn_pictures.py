"""Which pictures can a test compare? Drawn ones: seeded, harmless, each another one, with enough in them to compare.

Left out: photographs, and files (`PIL` writes those).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn_picture"]

_LETTERS: Final = tuple("abcdefghiklmnoprstuwy")


def drawn_picture(seed: int, *, width: int = 420, height: int = 320) -> NDArray[np.uint8]:
    """Return a poster-like picture, `uint8[height, width, 3]`: clouds, boxes, discs, lines and a word or two."""
    import cv2

    rng = np.random.default_rng(seed)
    low, high = rng.integers(0, 120, 3), rng.integers(110, 255, 3)
    clouds = np.zeros((height, width))
    for blur in (60, 25, 10, 4):  # noise, not a lattice: stretched grids have the same kinks in every picture
        layer = cv2.GaussianBlur(rng.random((height, width)), (0, 0), blur)
        clouds += (layer - layer.min()) / np.ptp(layer) * blur
    shade = ((clouds - clouds.min()) / np.ptp(clouds))[..., None]
    pixels = np.ascontiguousarray((low * (1 - shade) + high * shade).astype(np.uint8))
    for _ in range(14):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        size, colour = int(rng.integers(8, 46)), tuple(int(value) for value in rng.integers(0, 255, 3))
        shape = int(rng.integers(3))
        if shape == 0:
            cv2.rectangle(pixels, (x, y), (x + size, y + 2 * size), colour, -1)
        elif shape == 1:
            cv2.circle(pixels, (x, y), size, colour, -1)
        else:
            cv2.line(pixels, (x, y), (int(rng.integers(0, width)), int(rng.integers(0, height))), colour, 5)
    place = (int(rng.integers(0, width // 2)), int(rng.integers(30, height)))
    cv2.putText(pixels, "".join(rng.choice(_LETTERS, 7)), place, cv2.FONT_HERSHEY_SIMPLEX, 1.1, (250, 250, 250), 2)
    return pixels
