"""How do an observed and a known picture look laid on each other? Both in the known one's frame, for people to compare.

The observed picture is moved by the way's alignment; a hit without one (the signal `pdq`) is moved by what its
transform says: border trimmed, turned, negative. What the observed picture doesn't show is grey. Left out: judging.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.hits import Way
from seawall.index.picture_geometry import alignment_of
from seawall.signals.pdq_hash import TURNS
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_variants import NEGATIVE, TRIMS, trimmed_box

__all__ = ["aligned_pictures"]

_SIDE: Final = 640  # pixels, of what is shown
_NOT_SHOWN: Final = (128, 128, 128)
_WHOLE: Final = (0.0, 0.0, 1.0, 1.0)
_Pixels = NDArray[np.uint8]


def aligned_pictures(
    observed: Picture, banked: Picture, way: Way | None, *, longest_side: int = _SIDE
) -> tuple[_Pixels, _Pixels]:
    """Return the observed picture moved onto the known one, and the known one: two `uint8[h, w, 3]` of one size.

    Args:
        observed: the picture that was looked up.
        banked: the known picture that it met.
        way: how the hit was made; None for plain equality.
        longest_side: pixels, of both.
    """
    import cv2  # a tenth of a second: only when a picture is looked at

    height, width = banked.pixels.shape[:2]
    scale = min(1.0, longest_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    known = cv2.resize(banked.pixels, size, interpolation=cv2.INTER_AREA)
    said = (way.transform if way else None) or ""
    pixels = 255 - observed.pixels if NEGATIVE in said.split(", ") else observed.pixels
    given = way.alignment if way else None
    fractions = _usable(given) if given is not None else _by_transform(observed.pixels, said)
    into = np.diag([1 / pixels.shape[1], 1 / pixels.shape[0], 1.0])
    matrix = np.diag([size[0], size[1], 1.0]) @ fractions @ into
    moved = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=_NOT_SHOWN)
    return moved.astype(np.uint8), known.astype(np.uint8)


def _usable(alignment: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the matrix of an alignment; the identity where it is none that a picture can be moved by."""
    if len(alignment) == 9 and all(math.isfinite(value) for value in alignment):
        matrix = np.array(alignment, dtype=np.float64).reshape(3, 3)
        if abs(np.linalg.det(matrix)) > 1e-9:
            return matrix
    return np.eye(3)


def _by_transform(pixels: _Pixels, said: str) -> NDArray[np.float64]:
    """Return the map that a mark names: "page 2, border trimmed, mirrored, rotated 90°, negative"."""
    parts = said.split(", ")
    turns = [turn for turn in TURNS if f", {said}, ".find(f", {turn}, ") >= 0]
    turn = max(turns, key=len, default=TURNS[0])
    box = _WHOLE
    for trim in TRIMS:
        if trim in parts:
            height, width = pixels.shape[:2]
            left, top, right, bottom = trimmed_box(pixels, trim)
            box = (left / width, top / height, right / width, bottom / height)
    return np.array(alignment_of(box, turn, _WHOLE)).reshape(3, 3)
