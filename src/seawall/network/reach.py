"""How far does a cell reach? Followers and views with honest bounds, pace, languages, and what closing it prevented.

Nobody knows how far audiences overlap, so followers are a range: at least the largest member's, at most the sum. What
is not known is counted as unknown, never as 0. Who the followers are is not kept anywhere: where an audience has to be
counted, it is counted by a sketch (`audience_sketch.py`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

__all__ = ["MemberFacts", "Prevented", "Reach", "prevented_views", "reach_of"]

_DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """What the corpus knows of a member: followers, views, posts, first and last post, posts by language."""

    followers: int | None = None
    views: int | None = None
    posts: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    languages: Sequence[tuple[str, int]] = ()
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Bounds and counts of a cell's reach; `assumptions` are sentences that belong beside the figures."""

    followers_low: int | None
    followers_high: int | None
    followers_unknown: int  # members
    views: int | None
    views_unknown: int  # members
    posts: int
    begins: datetime | None
    ends: datetime | None
    posts_per_day: float | None
    languages: tuple[tuple[str, float], ...]  # shares of posts whose language is known, the largest first
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevented:
    """Views that closing members prevented, as a range, and what that rests on."""

    low: int
    high: int
    assumptions: tuple[str, ...]


def reach_of(members: Sequence[MemberFacts]) -> Reach:
    """Return the reach of these members together."""
    followers = [one.followers for one in members if one.followers is not None]
    views = [one.views for one in members if one.views is not None]
    begins = min((one.first_at for one in members if one.first_at is not None), default=None)
    ends = max((one.last_at for one in members if one.last_at is not None), default=None)
    posts = sum(one.posts for one in members)
    days = max(1.0, (ends - begins).total_seconds() / _DAY_SECONDS) if begins and ends else None
    languages: Counter[str] = Counter()
    for one in members:
        for language, count in one.languages:
            languages[language] += count
    total = sum(languages.values())
    return Reach(
        followers_low=max(followers, default=None),
        followers_high=sum(followers) if followers else None,
        followers_unknown=len(members) - len(followers),
        views=sum(views) if views else None,
        views_unknown=len(members) - len(views),
        posts=posts,
        begins=begins,
        ends=ends,
        posts_per_day=round(posts / days, 2) if days else None,
        languages=tuple((name, round(count / total, 4)) for name, count in languages.most_common()),
        assumptions=_assumptions(members, followers, views),
    )


def prevented_views(members: Sequence[MemberFacts], now: datetime) -> Prevented | None:
    """Return the views that the closing of members has prevented until `now`; None where nothing says so.

    The high figure lets each closed member go on at its own pace; the low one halves the pace with each month, as the
    reach of accounts that nobody tends does.
    """
    low = high = 0.0
    counted = 0
    for one in members:
        if one.closed_at is None or one.views is None or one.first_at is None or one.closed_at >= now:
            continue
        lived = max(1.0, (one.closed_at - one.first_at).total_seconds() / _DAY_SECONDS)
        days = (now - one.closed_at).total_seconds() / _DAY_SECONDS
        pace = one.views / lived
        high += pace * days
        low += pace * _fading_days(days)
        counted += 1
    if not counted:
        return None
    return Prevented(
        low=int(low),
        high=int(high),
        assumptions=(
            f"{counted} of {len(members)} members are closed and have known views.",
            "The pace is that of the views seen in the corpus, from the first post seen to the closing.",
            "The high figure lets each go on at its mean pace; the low one halves the pace every 30 days.",
            "Successors, and readers who went elsewhere, are not taken off.",
        ),
    )


def _fading_days(days: float) -> float:
    """Return how many days of full pace these days are worth, where the pace halves every 30 days."""
    return 30.0 / math.log(2) * (1.0 - math.exp2(-days / 30.0))


def _assumptions(members: Sequence[MemberFacts], followers: Sequence[int], views: Sequence[int]) -> tuple[str, ...]:
    told = []
    if len(followers) > 1:
        told.append("How far the members' followers overlap is not known: the range runs from all to none.")
    if len(followers) < len(members):
        told.append(f"Followers of {len(members) - len(followers)} of {len(members)} members are not known.")
    if views:
        told.append("Views count looks, not people; the same person counts each time.")
    if len(views) < len(members):
        told.append(f"Views of {len(members) - len(views)} of {len(members)} members are not known.")
    return tuple(told)
