"""The loop of `layout.py`: accounts move step by step, less and less far."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["move_accounts"]


@compiled()
def _push(x: Any, y: Any, dx: Any, dy: Any, ideal: float, cell: Any, starts: Any, order: Any, side: int) -> None:
    """Add the push of accounts in the same and the eight next squares."""
    reach = 2.0 * ideal
    for one in range(len(x)):
        column, row = cell[one] % side, cell[one] // side
        for other_row in range(max(0, row - 1), min(side, row + 2)):
            for other_column in range(max(0, column - 1), min(side, column + 2)):
                square = other_row * side + other_column
                for at in range(starts[square], starts[square + 1]):
                    other = order[at]
                    away_x, away_y = x[one] - x[other], y[one] - y[other]
                    distance = math.sqrt(away_x * away_x + away_y * away_y)
                    if other == one or distance > reach:
                        continue
                    distance = max(distance, 1e-6)
                    force = ideal * ideal / distance
                    dx[one] += away_x / distance * force
                    dy[one] += away_y / distance * force


@compiled()
def _squares(x: Any, y: Any, width: float, side: int, cell: Any, starts: Any, order: Any) -> None:
    """Sort accounts into squares of this width; those beyond the edge count into the last one."""
    low_x, low_y = x.min(), y.min()
    starts[:] = 0
    for one in range(len(x)):
        column = min(side - 1, int((x[one] - low_x) / width))
        row = min(side - 1, int((y[one] - low_y) / width))
        cell[one] = row * side + column
        starts[cell[one] + 1] += 1
    for square in range(side * side):
        starts[square + 1] += starts[square]
    at = starts.copy()
    for one in range(len(x)):
        order[at[cell[one]]] = one
        at[cell[one]] += 1


@compiled("void(float64[::1], float64[::1], int64[::1], int64[::1], float64[::1], float64, int64)")
def move_accounts(x: Any, y: Any, left: Any, right: Any, weight: Any, ideal: float, steps: int) -> None:
    """Move accounts in place, so many steps; `ideal` is the distance that tied accounts should have."""
    count = len(x)
    side = max(1, int(1.5 / ideal) + 1)
    cell, order, starts = np.empty(count, np.int64), np.empty(count, np.int64), np.zeros(side * side + 1, np.int64)
    for step in range(steps):
        dx, dy = -0.02 * ideal * x, -0.02 * ideal * y  # all drift to the middle a little, or parts would fly apart
        _squares(x, y, 2.0 * ideal, side, cell, starts, order)
        _push(x, y, dx, dy, ideal, cell, starts, order, side)
        for tie in range(len(left)):
            away_x, away_y = x[left[tie]] - x[right[tie]], y[left[tie]] - y[right[tie]]
            distance = max(math.sqrt(away_x * away_x + away_y * away_y), 1e-6)
            pull = weight[tie] * distance / ideal
            dx[left[tie]] -= away_x * pull
            dy[left[tie]] -= away_y * pull
            dx[right[tie]] += away_x * pull
            dy[right[tie]] += away_y * pull
        most = 0.1 * (1.0 - step / steps) + 1e-4
        for one in range(count):
            length = max(math.sqrt(dx[one] * dx[one] + dy[one] * dy[one]), 1e-12)
            x[one] += dx[one] / length * min(length, most)
            y[one] += dy[one] / length * min(length, most)
