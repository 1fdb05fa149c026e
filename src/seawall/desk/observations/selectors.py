"""What does the corpus hold on one account, post or file? Read through the engine, with bound parameters and limits.

Other nouns use `posts_by_key` and `account_names` for what they show beside their own rows. Everything here is as the
source gave it: untrusted text, to be escaped and set apart by the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from seawall.desk.observations.chart import ActivityChart, DayCount, draw_activity, epoch_day, midnight
from seawall.desk.observations.corpus_view import CorpusView, read_corpus

__all__ = [
    "PAGE_POSTS",
    "AccountPage",
    "AccountRef",
    "PostPage",
    "account_names",
    "account_page",
    "media_sightings",
    "names_in",
    "post_page",
    "posts_by_key",
    "posts_in",
    "with_hex",
]

PAGE_POSTS: Final = 25
_PROFILES: Final = 40
_CHANNELS: Final = 30
_TARGETS: Final = 8

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """An account as the corpus names it."""

    platform: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """What the page of one account shows. `profiles` are newest first; `posts` is one page of `post_count`."""

    account: AccountRef
    profiles: tuple[Row, ...]
    chart: ActivityChart | None
    posts: tuple[Row, ...]
    post_count: int
    posts_in_span: int
    page: int
    page_count: int
    channels: tuple[Row, ...]
    targets: dict[str, list[Row]]

    @property
    def profile(self) -> Row | None:
        """Return the newest profile."""
        return self.profiles[0] if self.profiles else None

    @property
    def shown_name(self) -> str:
        """Return what the account is called now: its handle, else its display name, else its id."""
        newest = self.profile or {}
        return newest.get("handle") or newest.get("display_name") or self.account.account_id

    @property
    def previous_page(self) -> int:
        """Return the number of the page before."""
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Return the number of the page after."""
        return self.page + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """What the page of one post shows."""

    post: Row
    author: Row | None
    channel: Row | None
    interactions: dict[str, list[Row]]
    media: tuple[Row, ...]
    versions: tuple[Row, ...]
    batch: Any | None


def account_page(
    account: AccountRef, *, page: int = 1, start: date | None = None, end: date | None = None
) -> AccountPage | None:
    """Return what the corpus holds on an account; None where it holds nothing.

    Args:
        account: which one.
        page: page of its posts, from 1; beyond the last it is the last.
        start: first day of the posts to list.
        end: day after the last one.
    """
    return read_corpus(lambda view: _account_page(view, account, page, start, end))


def _account_page(
    view: CorpusView, account: AccountRef, page: int, start: date | None, end: date | None
) -> AccountPage | None:
    who = {"platform": account.platform, "account_id": account.account_id}
    span = {"from_us": _microseconds(start), "to_us": _microseconds(end)}
    profiles = view.rows("account_profiles", {**who, "limit": _PROFILES})
    total = _count(view, {**who, "from_us": None, "to_us": None})
    if not profiles and not total:
        return None
    inside = total if start is None and end is None else _count(view, {**who, **span})
    page_count = max(1, -(-inside // PAGE_POSTS))
    page = min(max(page, 1), page_count)
    posts = view.rows("account_posts", {**who, **span, "limit": PAGE_POSTS, "offset": (page - 1) * PAGE_POSTS})
    days = view.rows("account_days", who)
    return AccountPage(
        account=account,
        profiles=tuple(profiles),
        chart=draw_activity(DayCount(day=epoch_day(row["day_number"]), posts=row["posts"]) for row in days),
        posts=tuple(with_hex(post) for post in posts),
        post_count=total,
        posts_in_span=inside,
        page=page,
        page_count=page_count,
        channels=tuple(view.rows("account_channels", {**who, "limit": _CHANNELS})),
        targets=_by_kind(view.rows("account_targets", {**who, "limit": _TARGETS})),
    )


def post_page(key: bytes) -> PostPage | None:
    """Return one post with its author, channel, interactions, media, other versions and batch; None where unknown."""
    return read_corpus(lambda view: _post_page(view, key))


def _post_page(view: CorpusView, key: bytes) -> PostPage | None:
    found = view.rows("post", {"key": key})
    if not found:
        return None
    post = with_hex(found[0])
    versions: list[Row] = []
    if post["post_id"] is not None:
        asked = {"platform": post["platform"], "post_id": post["post_id"], "key": key}
        versions = view.rows("post_versions", asked)
    author = names_in(view, [(post["platform"], post["account_id"])] if post["account_id"] else [])
    channel: list[Row] = []
    if post["channel_id"]:
        asked_channel = {"platforms": [post["platform"]], "channel_ids": [post["channel_id"]]}
        channel = view.rows("channel_names", asked_channel)
    return PostPage(
        post=post,
        author=next(iter(author.values()), None),
        channel=channel[0] if channel else None,
        interactions=_by_kind(view.rows("post_interactions", {"key": key})),
        media=_media_of(view, post),
        versions=tuple(with_hex(version) for version in versions),
        batch=next((batch for batch in view.batches if batch.batch_id == post["batch"]), None),
    )


def _media_of(view: CorpusView, post: Row) -> tuple[Row, ...]:
    """Return the files of a post; one that the post lists and nothing else is known of has its id alone."""
    listed = post["media"] or []
    rows = view.rows("post_media", {"key": post["key"], "media_ids": listed})
    known = {row["media_id"] for row in rows}
    return (*rows, *({"media_id": media_id} for media_id in dict.fromkeys(listed) if media_id not in known))


def posts_by_key(keys: Iterable[bytes]) -> dict[str, Row]:
    """Return posts by the hexadecimal form of their key; unknown keys are left out."""
    wanted = list(dict.fromkeys(keys))
    return read_corpus(lambda view: posts_in(view, wanted))


def posts_in(view: CorpusView, keys: list[bytes]) -> dict[str, Row]:
    """Return posts of one view by the hexadecimal form of their key."""
    if not keys:
        return {}
    return {row["key"].hex(): with_hex(row) for row in view.rows("posts_by_key", {"keys": keys})}


def account_names(accounts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Return the newest handle and display name of each (platform, account id); unknown ones are left out."""
    wanted = list(dict.fromkeys(accounts))
    return read_corpus(lambda view: names_in(view, wanted))


def names_in(view: CorpusView, accounts: list[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Return the newest handle and display name of each (platform, account id) in one view."""
    if not accounts:
        return {}
    asked = {"platforms": [one for one, _ in accounts], "account_ids": [one for _, one in accounts]}
    return {(row["platform"], row["account_id"]): row for row in view.rows("account_names", asked)}


def media_sightings(media_id: str) -> list[Row]:
    """Return where sources say that a file lies (`file`, may be None): a row a sighting; none for an unknown file."""
    return read_corpus(lambda view: view.rows("media", {"media_id": media_id}))


def _count(view: CorpusView, parameters: dict[str, Any]) -> int:
    return int(view.rows("account_post_count", parameters)[0]["posts"])


def _microseconds(day: date | None) -> int | None:
    return None if day is None else int(midnight(day).timestamp()) * 1_000_000


def with_hex(row: Row) -> Row:
    """Return a row of posts with its key in hexadecimal."""
    return {**row, "key_hex": row["key"].hex()}


def _by_kind(rows: list[Row]) -> dict[str, list[Row]]:
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    return kinds
