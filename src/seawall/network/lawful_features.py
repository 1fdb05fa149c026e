"""What can be seen of a cell's joint doings that speaks for, or against, a lawful reason to act together?

Everything is read off the slots: what was shared, when, by which members, by how many others, in what words. Others are
accounts that are in no cell, so that two cells do not make each other's public. The truth of a made-up world is never
asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from seawall.network.cells import Cell
from seawall.network.lawful_marks import has_mark, is_shortener
from seawall.network.roles import leads_to_closed_places
from seawall.network.search import CellSearch
from seawall.network.shared_things import SharedThings, rows_of, shared_things
from seawall.network.slots import Ints

__all__ = ["Features", "features_of"]

_MINUTE: Final = 60_000_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_EVENT: Final = 3 * _HOUR
_MOMENTS_OF_AN_EVENT: Final = 3
_CROWD: Final = 3
_FIRST_DAY: Final = 3  # 1 January 1970 was a Thursday; days count from Monday
_WORKING_DAYS: Final = 5

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What can be seen; `moments` is a count, all others are shares, 0–1.

    Of the moments (`shared_things.py`): `public_share`, with a thing that at least as many others used as members;
    `crowd_share`, at which three times as many others as members came within three hours; `source_share`, at which one
    and the same member was first; `repeat_share`, with nothing but things that had been put out before;
    `closed_share`, with a thing that leads to closed places, forms or wallets; `event_share`, in the fullest stretches
    of three hours, one for every three moments; `office_share`, in the busiest ten hours of working days;
    `market_share`, in the busiest six hours of the two busiest weekdays. Of the moments with words: `credit_share`,
    that name an agency; `disclosed_share`, that say they are advertising or a campaign; `offer_share`, that name
    prices or offers. Of the addresses: `host_share`, at the most frequent site (short addresses left out). Of those
    who followed: `quick_share`, within a minute. Of what a member does: `own_share`, apart from the cell (the median
    member's).
    """

    moments: int
    public_share: float
    crowd_share: float
    source_share: float
    repeat_share: float
    closed_share: float
    event_share: float
    office_share: float
    market_share: float
    credit_share: float
    disclosed_share: float
    offer_share: float
    host_share: float
    quick_share: float
    own_share: float


def features_of(search: CellSearch, cell: Cell) -> Features:
    """Return what can be seen of what a cell did together."""
    told = shared_things(search, cell)
    begins = told.moment_begins
    count = len(begins)
    kinds = search.slots.by_kind
    names = [
        (kinds[kind].kind, kinds[kind].item_name(number))
        for kind, number in zip(told.kind.tolist(), told.number.tolist(), strict=True)
    ]
    public, crowded = _others(search, told)
    worded = np.array([kind != "near_text" and (" " in name or "#" in name) for kind, name in names], bool)
    spoken = _moments_with(told, worded)
    marked = {
        mark: _moments_with(
            told, [bool(has) and has_mark(mark, name) for has, (_, name) in zip(worded, names, strict=True)]
        )
        for mark in ("credit", "disclosed", "offer")
    }
    hosts = Counter(host for kind, name in names if (host := _host(name)))
    leads = np.flatnonzero(np.diff(told.moment, prepend=-1))
    sources = Counter(told.first[leads].tolist())
    follows = told.lag > 0
    return Features(
        moments=count,
        public_share=_share(_moments_with(told, public), count),
        crowd_share=_share(_moments_with(told, crowded), count),
        source_share=_share(max(sources.values(), default=0), count),
        repeat_share=_share(count - _moments_with(told, ~told.is_repeat), count),
        closed_share=_share(_moments_with(told, [leads_to_closed_places(kind, name) for kind, name in names]), count),
        event_share=_share(_within_events(begins), count),
        office_share=_share(_fullest(begins, days=_WORKING_DAYS, hours=10, from_monday=True), count),
        market_share=_share(_fullest(begins, days=2, hours=6, from_monday=False), count),
        credit_share=_share(marked["credit"], spoken),
        disclosed_share=_share(marked["disclosed"], spoken),
        offer_share=_share(marked["offer"], spoken),
        host_share=_share(max(hosts.values(), default=0), hosts.total()),
        quick_share=_share(int((told.lag[follows] <= _MINUTE).sum()), int(follows.sum())),
        own_share=_own_share(search, cell, told),
    )


def _moments_with(told: SharedThings, which: Bools | list[bool]) -> int:
    """Return how many moments have a happening of which this holds."""
    return len(np.unique(told.moment[np.asarray(which, bool)]))


def _others(search: CellSearch, told: SharedThings) -> tuple[Bools, Bools]:
    """Return at which happenings at least as many others used the thing as members, and where they came then."""
    in_cells = np.zeros(len(search.slots.accounts), np.bool_)
    for cell in search.cells:
        in_cells[cell.members] = True
    public, crowded = np.zeros(len(told), np.bool_), np.zeros(len(told), np.bool_)
    columns = (told.kind.tolist(), told.number.tolist(), told.begin.tolist(), told.members.tolist())
    for at, (kind, number, begin, members) in enumerate(zip(*columns, strict=True)):
        slots = search.slots.by_kind[kind]
        rows = slice(int(slots.starts[number]), int(slots.starts[number + 1]))
        account, time = slots.account[rows], slots.time[rows]
        others = ~in_cells[account]
        public[at] = len(np.unique(account[others])) >= members
        crowded[at] = len(np.unique(account[others & (np.abs(time - begin) <= _EVENT)])) >= _CROWD * members
    return public, crowded


def _within_events(begins: Ints) -> int:
    """Return how many moments the fullest stretches of three hours hold, one stretch for every three moments."""
    left, held = begins, 0
    for _ in range(-(-len(begins) // _MOMENTS_OF_AN_EVENT)):
        if not len(left):
            break
        counts = np.searchsorted(left, left + _EVENT, side="right") - np.arange(len(left))
        best = int(counts.argmax())
        held += int(counts[best])
        left = np.delete(left, np.arange(best, best + int(counts[best])))
    return held


def _fullest(begins: Ints, *, days: int, hours: int, from_monday: bool) -> int:
    """Return how many moments fall on these weekdays (the first, or the busiest) in the busiest hours running."""
    weekday, hour = (begins // _DAY + _FIRST_DAY) % 7, begins // _HOUR % 24
    table = np.bincount(weekday * 24 + hour, minlength=168).reshape(7, 24)
    chosen = np.arange(days) if from_monday else np.argsort(-table.sum(axis=1), kind="stable")[:days]
    by_hour = table[chosen].sum(axis=0)
    return max(int(np.roll(by_hour, -start)[:hours].sum()) for start in range(24))


def _own_share(search: CellSearch, cell: Cell, told: SharedThings) -> float:
    """Return the share of the median member's posts (distinct times) that have nothing to do with the shared things."""
    parts = []
    for kind, slots in enumerate(search.slots):
        rows = rows_of(slots, cell.members)
        item = np.searchsorted(slots.starts, rows, side="right") - 1
        together = np.isin(item, told.number[told.kind == kind])
        parts.append(np.stack((slots.account[rows].astype(np.int64), slots.time[rows], together)))
    account, time, together = np.concatenate(parts, axis=1)
    posts, post = np.unique(np.stack((account, time)), axis=1, return_inverse=True)
    joined = np.zeros(posts.shape[1], np.bool_)
    joined[post.ravel()[together == 1]] = True
    member = np.searchsorted(cell.members, posts[0])
    every = np.bincount(member, minlength=len(cell.members))
    return round(float(np.median(1.0 - np.bincount(member, weights=joined, minlength=len(every)) / every)), 4)


def _host(name: str) -> str | None:
    try:
        host = urlsplit(name).hostname if "://" in name and " " not in name else None
    except ValueError:
        return None
    return None if host is None or is_shortener(host) else host


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
