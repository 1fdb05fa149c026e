"""Which parts of a known picture are hashed beforehand, so that a cropped copy is found by its hash alone?

Crops evenly from all sides, from one side, and corners: 27 boxes in fractions of width and height. A crop between two
of them, or a copy that was turned or bent, is left to local features (`picture_features.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, PdqHash, pdq_of

__all__ = ["CROPS", "crop_hashes"]

_SIDE: Final = 320  # pixels: PDQ blurs this by windows of 3, an odd number, which doesn't shift the picture
_LEAST_SIDE: Final = 32  # pixels


def _crops() -> tuple[tuple[float, float, float, float], ...]:
    even = [(cut, cut, 1 - cut, 1 - cut) for cut in (0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2)]
    one_side = [
        box
        for cut in (0.1, 0.2, 0.3)
        for box in ((cut, 0.0, 1.0, 1.0), (0.0, cut, 1.0, 1.0), (0.0, 0.0, 1 - cut, 1.0), (0.0, 0.0, 1.0, 1 - cut))
    ]
    corners = [
        (left, top, left + kept, top + kept)
        for kept in (0.7, 0.8)
        for left in (0.0, 1 - kept)
        for top in (0.0, 1 - kept)
    ]
    return tuple(even + one_side + corners)


CROPS: Final = _crops()
"""Left, top, right, bottom in fractions of width and height; a place in this tuple is permanent, prints hold it."""


def crop_hashes(pixels: NDArray[np.uint8]) -> Iterator[tuple[int, PdqHash]]:
    """Yield the number and the hash of each crop that is not too plain to tell anything."""
    import cv2  # a tenth of a second: only when a picture is looked at

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    for number, (left, top, right, bottom) in enumerate(CROPS):
        part = grey[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
        if min(part.shape) < _LEAST_SIDE:
            continue
        square = cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.uint8)
        made = pdq_of(square)
        if made.quality >= MIN_PDQ_QUALITY:
            yield number, made
