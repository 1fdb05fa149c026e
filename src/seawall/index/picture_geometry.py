"""How do two pictures lie on each other when a hash has met? Turns, boxes and crops as maps of fractions.

A map is a 3×3 matrix on points (x, y, 1) in fractions of width and height, y downward. Left out: geometry that is
measured from local features (`picture_alignment.py`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.pdq_hash import TURNS

__all__ = ["IDENTITY", "alignment_of", "box_map", "turn_map"]

IDENTITY: Final = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
_Floats = NDArray[np.float64]
_ROTATED: Final = np.array([[0, 1, 0], [-1, 0, 1], [0, 0, 1.0]])  # anticlockwise by 90°: x' = y, y' = 1 − x
_MIRRORED: Final = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]])
_UPSIDE_DOWN: Final = np.array([[1, 0, 0], [0, -1, 1], [0, 0, 1.0]])
_TURN_MAPS: Final = dict(
    zip(
        TURNS,
        (
            np.eye(3), _ROTATED, _ROTATED @ _ROTATED, _ROTATED @ _ROTATED @ _ROTATED,
            _UPSIDE_DOWN, _MIRRORED, _ROTATED @ _MIRRORED, _ROTATED @ _ROTATED @ _ROTATED @ _MIRRORED,
        ),
        strict=True,
    )
)  # fmt: skip


def turn_map(turn: str) -> _Floats:
    """Return where a point of a picture comes to lie when the picture is turned; `turn` is one of `TURNS`."""
    matrix: _Floats = _TURN_MAPS[turn]
    return matrix


def box_map(box: tuple[float, float, float, float]) -> _Floats:
    """Return the map that takes the box (left, top, right, bottom in fractions) to the whole."""
    left, top, right, bottom = box
    return np.array(
        [[1 / (right - left), 0, -left / (right - left)], [0, 1 / (bottom - top), -top / (bottom - top)], [0, 0, 1.0]]
    )


def alignment_of(
    observed_box: tuple[float, float, float, float], turn: str, known_box: tuple[float, float, float, float]
) -> tuple[float, ...]:
    """Return the map from the observed picture to the known one: this box of it, turned, is that box of the known."""
    matrix = np.linalg.inv(box_map(known_box)) @ turn_map(turn) @ box_map(observed_box)
    return tuple(float(value) for value in (matrix / matrix[2, 2]).reshape(-1))
