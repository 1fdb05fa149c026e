"""How far does one of two aligned pictures lie within the other? As a share of its area, by clipping its frame.

A part of a picture lies within it, and a picture within a collage; two posters that agree in a headline lie askew on
each other. Source: Sutherland and Hodgman, "Reentrant polygon clipping" (1974).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["shares_within"]

_Floats = NDArray[np.float64]
_SQUARE: _Floats = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


def shares_within(alignment: tuple[float, ...]) -> tuple[float, float]:
    """Return how much of the observed picture lies within the known one, and of the known within the observed one.

    Args:
        alignment: nine numbers, row by row, that take fractions of the observed picture to fractions of the known one.
    """
    matrix = np.array(alignment, dtype=np.float64).reshape(3, 3)
    frame = _moved_frame(matrix)
    if frame is not None:
        common, area = _area(_clipped(frame)), _area(frame)
        return (common / area if area > 0 else 0.0), common
    # the observed picture reaches the horizon of the known one, so it is far larger: see where the known one lies in it
    try:
        frame = _moved_frame(np.linalg.inv(matrix).astype(np.float64))
    except np.linalg.LinAlgError:
        return 0.0, 0.0
    area = _area(frame) if frame is not None else 0.0
    return 0.0, _area(_clipped(frame)) / area if frame is not None and area > 0 else 0.0


def _moved_frame(matrix: _Floats) -> _Floats | None:
    """Return the corners of the unit square when it is moved; None where it reaches the horizon."""
    raised = np.column_stack([_SQUARE, np.ones(4)]) @ matrix.T
    depth = raised[:, 2:]
    if not np.isfinite(raised).all() or not ((depth > 0).all() or (depth < 0).all()):
        return None
    frame: _Floats = raised[:, :2] / depth
    return frame


def _clipped(polygon: _Floats) -> _Floats:
    """Return what of a convex polygon lies within the unit square."""
    for axis in (0, 1):
        for side, sign in ((0.0, 1.0), (1.0, -1.0)):
            polygon = _half(polygon, sign * (polygon[:, axis] - side))
    return polygon


def _half(polygon: _Floats, inside: _Floats) -> _Floats:
    """Return the part of a polygon on one side of a line; `inside`: the distances of its corners, 0 and up kept."""
    corners = []
    for at, corner in enumerate(polygon):
        before = inside[at - 1]
        if (before >= 0) != (inside[at] >= 0):
            corners.append(polygon[at - 1] + (corner - polygon[at - 1]) * (before / (before - inside[at])))
        if inside[at] >= 0:
            corners.append(corner)
    return np.array(corners, dtype=np.float64).reshape(-1, 2)


def _area(polygon: _Floats) -> float:
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
