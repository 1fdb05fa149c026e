"""When was an account active? Its minutes before and after a time: the part that comparisons of activity share."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.durations import MINUTE
from seawall.identity.portrait import Portrait

__all__ = ["active_minutes", "minutes_before", "portrait_of_minutes"]

_NO_MINUTES: Final = np.zeros(0, np.int64)


def active_minutes(portrait: Portrait) -> NDArray[np.int64]:
    """Return the minutes in which an account posted, ascending; of one whose minutes are unknown its first and last."""
    if portrait.minutes is not None:
        return portrait.minutes
    times = {time // MINUTE for time in (portrait.first_post_at, portrait.last_post_at) if time is not None}
    return np.array(sorted(times), np.int64) if times else _NO_MINUTES


def minutes_before(minutes: NDArray[np.int64], time: int) -> int:
    """Count the active minutes that began before a time in seconds."""
    return int(minutes.searchsorted(-(-time // MINUTE), side="left"))


def portrait_of_minutes(
    account: str, minutes: NDArray[np.int64], *, created_at: int | None = None, closed_at: int | None = None
) -> Portrait:
    """Return a portrait that posted in these minutes."""
    return Portrait(
        account=account,
        created_at=created_at,
        closed_at=closed_at,
        first_post_at=int(minutes[0]) * MINUTE if len(minutes) else None,
        last_post_at=int(minutes[-1]) * MINUTE if len(minutes) else None,
        post_count=len(minutes),
        minutes=minutes,
    )
