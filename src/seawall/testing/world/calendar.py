"""When does this person post? Habits of hour and weekday, and exact times within a life.

Each actor has one of `RHYTHM_COUNT` weekly rhythms: two peaks of the day, a quieter or busier weekend, a little at
other hours. An account's posts stand at fixed parts of its life, measured in its own rhythm: post k of n falls at a
drawn point between parts k/n and (k+1)/n. So the posts of any stretch of time can be made without those before it,
and counts are exact. Times are microseconds since the world's first midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.testing.world.draws import Draws, Ints, Reals

__all__ = ["DAY", "HOUR", "MINUTE", "RHYTHM_COUNT", "SECOND", "Calendar"]

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
RHYTHM_COUNT: Final = 96
_WEEKEND: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The rhythms of one world over its days."""

    day_count: int
    elapsed: Reals  # (rhythm, hour): how much of the rhythm has gone by when the hour begins

    @classmethod
    def of(cls, draws: Draws, day_count: int) -> Calendar:
        """Return the rhythms of a seed over `day_count` days."""
        rhythm = np.arange(RHYTHM_COUNT)[:, None]
        hour = np.arange(24)[None, :]
        weight = np.full((RHYTHM_COUNT, 24), 0.15)
        for name, peak in (("morning", 6), ("evening", 3)):
            middle = (draws.below(name, 10, rhythm.ravel())[:, None] + peak * (2 if name == "morning" else 5)) % 24
            distance = np.minimum((hour - middle) % 24, (middle - hour) % 24)
            weight += np.where(distance <= 3, 4.0 - distance, 0.0)
        weekend = 0.4 + 1.4 * draws.unit("weekend", rhythm.ravel())
        days = np.arange(day_count)
        by_day = np.where(days[None, :] % 7 >= _WEEKEND, weekend[:, None], 1.0)
        flow = (by_day[:, :, None] * weight[:, None, :]).reshape(RHYTHM_COUNT, day_count * 24)
        elapsed = np.concatenate([np.zeros((RHYTHM_COUNT, 1)), np.cumsum(flow, axis=1)], axis=1)
        return cls(day_count=day_count, elapsed=elapsed)

    @property
    def end(self) -> int:
        """Return the last instant."""
        return self.day_count * DAY

    def at(self, rhythm: Ints, time: Ints) -> Reals:
        """Return how much of the rhythm has gone by at `time`."""
        hour = np.minimum(time // HOUR, self.day_count * 24 - 1)
        before = self.elapsed[rhythm, hour]
        step = self.elapsed[rhythm, hour + 1] - before
        return np.asarray(before + step * ((time - hour * HOUR) / HOUR))

    def when(self, rhythm: Ints, elapsed: Reals) -> Ints:
        """Return the time at which so much of the rhythm has gone by."""
        times = np.empty(len(rhythm), dtype=np.int64)
        for number in np.unique(rhythm):
            rows = np.flatnonzero(rhythm == number)
            table = self.elapsed[number]
            hour = np.clip(np.searchsorted(table, elapsed[rows], side="right") - 1, 0, self.day_count * 24 - 1)
            part = (elapsed[rows] - table[hour]) / (table[hour + 1] - table[hour])
            times[rows] = hour * HOUR + np.floor(part * HOUR).astype(np.int64)
        return times
