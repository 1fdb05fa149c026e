"""What does the corpus hold on one channel: how it described itself, when it was busy, what was written in it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from seawall.desk.observations.chart import ActivityChart, DayCount, draw_activity, epoch_day
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.desk.observations.selectors import PAGE_POSTS, names_in, with_hex

__all__ = ["ChannelPage", "channel_page"]

_PROFILES: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """What the page of one channel shows; `posts` is one page of `post_count`."""

    platform: str
    channel_id: str
    profiles: tuple[dict[str, Any], ...]
    chart: ActivityChart | None
    posts: tuple[dict[str, Any], ...]
    post_count: int
    page: int
    page_count: int

    @property
    def shown_name(self) -> str:
        """Return what the channel is called now."""
        newest = self.profiles[0] if self.profiles else {}
        return newest.get("title") or newest.get("handle") or self.channel_id

    @property
    def previous_page(self) -> int:
        """Return the number of the page before."""
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Return the number of the page after."""
        return self.page + 1


def channel_page(platform: str, channel_id: str, *, page: int = 1) -> ChannelPage | None:
    """Return what the corpus holds on a channel; None where it holds nothing."""
    return read_corpus(lambda view: _channel_page(view, platform, channel_id, page))


def _channel_page(view: CorpusView, platform: str, channel_id: str, page: int) -> ChannelPage | None:
    which = {"platform": platform, "channel_id": channel_id}
    profiles = view.rows("channel_profiles", {**which, "limit": _PROFILES})
    days = view.rows("channel_days", which)
    total = sum(day["posts"] for day in days)
    if not profiles and not total:
        return None
    page_count = max(1, -(-total // PAGE_POSTS))
    page = min(max(page, 1), page_count)
    rows = view.rows("channel_posts", {**which, "limit": PAGE_POSTS, "offset": (page - 1) * PAGE_POSTS})
    names = names_in(view, [(platform, row["account_id"]) for row in rows if row["account_id"]])
    posts = tuple({**with_hex(row), "author": names.get((platform, row["account_id"]))} for row in rows)
    dated = [day for day in days if day["day_number"] is not None]
    return ChannelPage(
        platform=platform,
        channel_id=channel_id,
        profiles=tuple(profiles),
        chart=draw_activity(DayCount(day=epoch_day(day["day_number"]), posts=day["posts"]) for day in dated),
        posts=posts,
        post_count=total,
        page=page,
        page_count=page_count,
    )
