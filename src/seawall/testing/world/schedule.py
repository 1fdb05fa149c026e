"""Which posts fall into this stretch of time? Each account's own, the joint ones, and those of the story.

Quotas add up to the asked count exactly. A block's rows are found from quotas and rhythms alone, so memory holds one
block and the population, whatever the number of posts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from seawall.testing.world.calendar import Calendar
from seawall.testing.world.cast import StoryLine
from seawall.testing.world.cells import Joint
from seawall.testing.world.draws import Bits, Draws, Ints, Reals, mix
from seawall.testing.world.population import Population

__all__ = ["Rows", "Schedule", "post_bits"]

_JOINT_MARK: Final = 1 << 31
_STORY_MARK: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The posts of one stretch, in order of time."""

    time: Ints
    account: Ints
    serial: Ints  # which post of its account
    joint: Ints  # row in the joint posts, −1 for others
    story: Ints  # line of the story, −1 for others

    def __len__(self) -> int:
        return len(self.time)


def post_bits(draws: Draws, account: Ints, serial: Ints) -> Bits:
    """Return the 64 bits that name a post: a bijection of account and serial number, so no two posts share them."""
    joined = (account.astype(np.uint64) << np.uint64(32)) | serial.astype(np.uint64)
    return mix(joined ^ draws.key("post"))


@dataclass(slots=True, kw_only=True)
class Schedule:
    """When everybody posts."""

    people: Population
    draws: Draws
    calendar: Calendar
    joint: Joint
    story: tuple[StoryLine, ...]
    quota: Ints
    first: Reals  # elapsed rhythm when the account's life begins
    whole: Reals  # elapsed rhythm of its whole life

    @classmethod
    def of(
        cls, people: Population, draws: Draws, calendar: Calendar, joint: Joint, story: tuple[StoryLine, ...]
    ) -> Schedule:
        """Return the schedule of a world."""
        rhythm = people.rhythm
        first = calendar.at(rhythm, people.start)
        whole = calendar.at(rhythm, people.end) - first
        own = people.options.post_count - len(joint) - len(story)
        return cls(
            people=people, draws=draws, calendar=calendar, joint=joint, story=story,
            quota=_quotas(people.weight, own), first=first, whole=whole,
        )  # fmt: skip

    def blocks(self) -> Iterator[Rows]:
        """Yield the posts of successive stretches of equal length, about `block_post_count` each."""
        count = max(1, -(-self.people.options.post_count // self.people.options.block_post_count))
        edges = [self.calendar.end * i // count for i in range(count + 1)]
        done = self._lived(0)
        for begin, until in pairwise(edges):
            lived = self._lived(until)
            yield self._block(begin, until, done, lived)
            done = lived

    def latest(self, account: Ints, time: Ints) -> Ints:
        """Return the number of an account's own post that is surely older than `time`; −1 for none."""
        return np.floor(self._lived(time, account) * self.quota[account]).astype(np.int64) - 1

    def _lived(self, time: int | Ints, account: Ints | slice = slice(None)) -> Reals:
        """Return which part of each account's life is over at `time`."""
        people = self.people
        inside = np.clip(np.asarray(time), people.start[account], people.end[account])
        gone = self.calendar.at(people.rhythm[account], inside) - self.first[account]
        return np.asarray(gone / self.whole[account])

    def _block(self, begin: int, until: int, done: Reals, lived: Reals) -> Rows:
        own = self._own(begin, until, done, lived)
        low, high = np.searchsorted(self.joint.time, [begin, until])
        joint = np.arange(low, high)
        lines = [i for i, line in enumerate(self.story) if begin <= line.time < until]
        told = np.array(lines, dtype=np.int64)
        parts = (
            own,
            (self.joint.time[joint], self.joint.account[joint], _JOINT_MARK + joint, joint, np.full(len(joint), -1)),
            (
                np.array([self.story[i].time for i in lines], dtype=np.int64),
                np.array([self.story[i].account for i in lines], dtype=np.int64),
                _STORY_MARK + told, np.full(len(told), -1), told,
            ),
        )  # fmt: skip
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        order = np.lexsort((columns[2], columns[1], columns[0]))
        time, account, serial, from_joint, from_story = (column[order] for column in columns)
        return Rows(time=time, account=account, serial=serial, joint=from_joint, story=from_story)

    def _own(self, begin: int, until: int, done: Reals, lived: Reals) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        low = np.floor(self.quota * done).astype(np.int64)
        high = np.minimum(np.floor(self.quota * lived).astype(np.int64), self.quota - 1)
        counts = np.where(lived > done, np.maximum(high - low + 1, 0), 0)
        account = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(account)) - np.repeat(np.cumsum(counts) - counts, counts)
        serial = low[account] + within
        part = (serial + self.draws.unit("moment", account, serial)) / self.quota[account]
        falls = (part >= done[account]) & (part < lived[account])
        account, serial, part = account[falls], serial[falls], part[falls]
        time = self.calendar.when(self.people.rhythm[account], self.first[account] + part * self.whole[account])
        time = np.clip(time, self.people.start[account], self.people.end[account] - 1)
        time = np.clip(time, begin, until - 1)
        nothing = np.full(len(account), -1)
        return time, account, serial, nothing, nothing


def _quotas(weight: Reals, count: int) -> Ints:
    """Return whole numbers in proportion to weight that add up to `count`; where it can be, at least one each."""
    least = 1 if count >= 2 * len(weight) else 0
    grains = (weight * 1_000).astype(np.int64)  # whole numbers: a sum of reals may differ between processors
    share, rest = np.divmod(grains * (count - least * len(weight)), int(grains.sum()))
    quota = share + least
    order = np.argsort(-rest, kind="stable")
    quota[order[: count - int(quota.sum())]] += 1
    return quota
