"""In which hours of the week does an account post? 168 counts, Monday 00:00 UTC first, and how alike two are.

Weak evidence of its own kind: it hangs on nothing that is written. Few posts say little, so counts are smoothed by what
the account does in the hour before and behind and by the hours of everybody.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.ragged import Ragged

__all__ = ["HOURS", "hours_of", "hours_of_one", "likeness", "likeness_of_rows", "week_shapes"]

HOURS: Final = 168
_HOUR: Final = 3_600
_DAY: Final = 24
_WIDTH: Final = 1.5  # hours
_OTHER_DAYS: Final = 0.3
_EVEN: Final = 1e-4
_FIRST_MONDAY: Final = 4 * 86_400  # 1970-01-05
_MOST: Final = np.iinfo(np.uint16).max


def hours_of(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> NDArray[np.uint16]:
    """Return posts by account and hour of the week; more than 65,535 are 65,535.

    Args:
        times: whole seconds since 1970 in UTC.
        owners: the account of each post, 0 to `count` - 1.
        count: how many accounts there are.

    >>> hours_of(np.array([4 * 86_400 + 3_600]), np.array([0]), 1)[0, :3].tolist()
    [0, 1, 0]
    """
    hours = (np.asarray(times, np.int64) - _FIRST_MONDAY) // _HOUR % HOURS
    cells = np.bincount(np.asarray(owners, np.int64) * HOURS + hours, minlength=count * HOURS)
    return np.minimum(cells, _MOST).astype(np.uint16).reshape(count, HOURS)


def hours_of_one(times: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return the hours in which one account posted, ascending, and how many posts there were in each; see `hours_of`.

    >>> [column.tolist() for column in hours_of_one(np.array([4 * 86_400 + 3_600, 0, 4 * 86_400 + 3_605]))]
    [[1, 72], [2, 1]]
    """
    hours = (times - _FIRST_MONDAY) // _HOUR % HOURS
    posts = np.bincount(hours)
    held = np.flatnonzero(posts)
    return held.astype(np.uint8), np.minimum(posts[held], _MOST).astype(np.uint16)


def week_shapes(hours: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Return each week as a unit vector: damped counts, smoothed, above their average hour; zeros where it is even."""
    shapes = np.zeros(hours.shape, np.float32)
    for row, week in enumerate(hours):
        shapes[row] = _shape_of(week.tobytes())
    return shapes


def likeness(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> float:
    """Return how alike two weeks are: the cosine of their shapes, 0 to 1."""
    return min(1.0, max(0.0, float(_shape_of(one.tobytes()) @ _shape_of(other.tobytes()))))


def likeness_of_rows(
    one: NDArray[np.uint16], hours: Ragged, posts: NDArray[np.uint16], rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return how alike a week is to the weeks of several rows, as `likeness`.

    Args:
        one: the week.
        hours: of every row, the hours in which it posted.
        posts: how many posts there were in each of these.
        rows: whose weeks are meant.
    """
    from seawall.identity.traits.rhythm_kernel import likeness_of_rows as fill  # compiles: only when needed

    found = np.zeros(len(rows), np.float32)
    lent = _smoothing() @ _shape_of(one.tobytes())
    fill(hours.starts, hours.values, posts, rows, lent, _products(), found)
    return np.clip(found, 0.0, 1.0)


@lru_cache(maxsize=4_096)
def _shape_of(octets: bytes) -> NDArray[np.float32]:
    """Return one week's shape; a new account's is asked for once a candidate."""
    from seawall.identity.traits.rhythm_kernel import write_shape  # compiles: only when needed

    shape = np.empty(HOURS, np.float32)
    write_shape(np.frombuffer(octets, np.uint16), _smoothing(), _EVEN, shape)
    return shape


@cache
def _products() -> NDArray[np.float32]:
    """Return the products of what two hours make of a week, by how far they are apart."""
    return np.ascontiguousarray(_smoothing() @ _smoothing()[0])


@cache
def _smoothing() -> NDArray[np.float32]:
    """Return what an hour lends to the hours around it, and a little to the same hours of other days."""
    hours = np.arange(HOURS)
    apart = (hours[:, None] - hours[None, :]) % HOURS
    apart = np.minimum(apart, HOURS - apart)
    of_day = (hours[:, None] - hours[None, :]) % _DAY
    of_day = np.minimum(of_day, _DAY - of_day)
    near = np.exp(-((apart / _WIDTH) ** 2) / 2) + _OTHER_DAYS * np.exp(-((of_day / _WIDTH) ** 2) / 2)
    made: NDArray[np.float32] = (near - near.mean(axis=1, keepdims=True)).astype(np.float32)  # above the average hour
    return made
