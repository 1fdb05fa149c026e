"""How long until somebody is back? The time from a closing to an opening, many quick and some very late.

No source counts it for real platforms, so the shape is wide on purpose: a third within ten hours, a third within three
days, a quarter within a month, the rest later, up to half a year. The careless are sooner back and the patient
later. Where a world ends before that, the opening lies evenly in the time that is left, so that none pile up at its
end. Some accounts were opened before the closing and slept until then.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, MINUTE
from seawall.testing.world.draws import Ints, Reals

__all__ = ["PREPARED_SHARE", "asleep_since", "gap_after", "opening_after"]

PREPARED_SHARE: Final = 0.08
"""Of the accounts that somebody returns with: opened before the closing."""

_SHARES: Final = np.array([0.0, 0.33, 0.66, 0.92, 1.0])
_LENGTHS: Final = np.array([10 * MINUTE, 10 * HOUR, 3 * DAY, 30 * DAY, 180 * DAY])
_LEAST_ASLEEP: Final = HOUR
_LONGEST_ASLEEP: Final = 400 * DAY


def gap_after(unit: Reals, pace: Reals) -> Ints:
    """Return the time from closing to opening.

    Args:
        unit: a draw in [0, 1) for each account.
        pace: over −1 and under 1; 0 is usual, less is sooner, more is later.
    """
    drawn = unit + pace * unit * (1.0 - unit)
    part = np.clip(np.searchsorted(_SHARES, drawn, side="right") - 1, 0, len(_SHARES) - 2)
    within = (drawn - _SHARES[part]) / (_SHARES[part + 1] - _SHARES[part])
    begin = _LENGTHS[part]
    return np.asarray(begin + np.floor(within * within * (_LENGTHS[part + 1] - begin)).astype(np.int64))


def opening_after(closed: Ints, gap: Ints, unit: Reals, latest: int) -> Ints:
    """Return `closed` and `gap` together, or, where that is after `latest`, a time drawn evenly in between."""
    left = np.maximum(latest - closed, 10 * MINUTE)
    instead = 5 * MINUTE + np.floor(unit * (left - 5 * MINUTE)).astype(np.int64)
    return np.asarray(closed + np.where(gap <= left, gap, instead))


def asleep_since(closed: Ints, unit: Reals) -> Ints:
    """Return when an account was opened that somebody had ready at the closing: hours to months before, in the world.

    The world begins at 0; nobody opens before that, as nobody but the old accounts does.
    """
    longest = np.minimum(closed, _LONGEST_ASLEEP)
    asleep = np.minimum(_LEAST_ASLEEP + np.floor(unit * unit * unit * longest).astype(np.int64), closed)
    return np.asarray(closed - asleep)
