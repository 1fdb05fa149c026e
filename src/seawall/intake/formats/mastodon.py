"""Statuses as Mastodon's API gives them: lists of statuses, search results, contexts, or one status a line.

The post's id is its `uri` and the account's its `uri` (older servers: `url`), as in ActivityStreams, so that both ways
of reading meet. `reply_to` is the answered status's local id, since the API gives no other. Followers-only and direct
statuses are rejected. Source: docs.joinmastodon.org, entities Status and Account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from seawall.intake.formats.activitystreams import PLATFORM
from seawall.intake.observed import Observed, UnfitRecordError, moment_of
from seawall.intake.record_values import count_of, html_to_text, list_of, text_of

__all__ = ["Mastodon"]


class Mastodon:
    """The format `mastodon`."""

    NAME = "mastodon"
    TITLE = "Mastodon API statuses"
    PLACES = frozenset({"", "statuses", "ancestors", "descendants"})
    TEXT_KINDS = ("linked", "tagged")  # mentions stand in `mentions`, with the full handle

    def examples(self) -> tuple[bytes, ...]:
        """Return a list with one status."""
        document = (
            b'[{"id":"1","uri":"https://pier.example/users/keeper/statuses/1","created_at":"2026-03-01T12:00:00.000Z",'
            b'"visibility":"public","content":"<p>The lamps return</p>","account":{"id":"7","acct":"keeper",'
            b'"username":"keeper","url":"https://pier.example/@keeper"}}]'
        )
        return (document,)

    def recognise(self, keys: frozenset[str], record: dict[str, Any]) -> str | None:
        """Know it by the keys that only statuses have together."""
        if {"uri", "content", "account", "created_at", "visibility"} <= record.keys():
            return "its records are Mastodon statuses: uri, content, account, visibility"
        return None

    def unfold(self, line: dict[str, Any]) -> list[Any]:
        """Return the statuses of a search result that stands on one line."""
        statuses = line.get("statuses")
        return list(statuses) if isinstance(statuses, list) else [line]

    def begin(self, now: datetime) -> _Reading:
        """Begin a pass over one file."""
        return _Reading(now)


class _Reading:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def note(self, path: str, value: Any) -> None:
        """What stands around the statuses is not needed."""

    def convert(self, path: str, record: dict[str, Any]) -> Observed:
        if record.get("visibility") not in ("public", "unlisted"):
            raise UnfitRecordError(f"its visibility is {record.get('visibility')!r}, not public")
        account = record["account"]
        account_id = _account_id(account)
        posted_at = moment_of(record.get("created_at"), self._now)
        original = record.get("reblog")
        quoted = _quoted(record)
        media = tuple(_media(record, account_id)) if not original else ()
        warning, content = text_of(record, "spoiler_text"), text_of(record, "content")
        values = {
            "platform": PLATFORM,
            "post_id": text_of(record, "uri"),
            "account_id": account_id,
            "posted_at": posted_at,
            "text": "\n".join(html_to_text(part) for part in (warning, content) if part) or None
            if not original
            else None,
            "language": text_of(record, "language"),
            "kind": "reshare"
            if original
            else "reply"
            if record.get("in_reply_to_id")
            else "quote"
            if quoted
            else "post",
            "reply_to": text_of(record, "in_reply_to_id"),
            "reshare_of": text_of(original, "uri") if original else quoted,
            "url": text_of(record, "url"),
            "media": [one["media_id"] for one in media] or None,
            "replies": count_of(record, "replies_count"),
            "reshares": count_of(record, "reblogs_count"),
            "likes": count_of(record, "favourites_count"),
        }
        mentions = () if original else tuple(_mentions(record))
        return Observed(
            values=values, accounts=(self._profile(account, posted_at),), media=media, interactions=mentions
        )

    def _profile(self, account: Mapping[str, Any], seen_at: datetime | None) -> Mapping[str, Any]:
        note = text_of(account, "note")
        return {
            "platform": PLATFORM,
            "account_id": _account_id(account),
            "observed_at": seen_at,
            "handle": text_of(account, "acct"),
            "display_name": text_of(account, "display_name"),
            "bio": html_to_text(note) if note else None,
            "url": text_of(account, "url"),
            "avatar": text_of(account, "avatar"),
            "banner": text_of(account, "header"),
            "created_at": moment_of(account.get("created_at"), self._now),
            "followers": count_of(account, "followers_count"),
            "following": count_of(account, "following_count"),
            "post_count": count_of(account, "statuses_count"),
        }


def _account_id(account: Mapping[str, Any]) -> str:
    found = text_of(account, "uri") or text_of(account, "url")
    if found is None:
        raise UnfitRecordError("its account has no address")
    return found


def _quoted(record: Mapping[str, Any]) -> str | None:
    quote = record.get("quote")
    inner = quote.get("quoted_status", quote) if isinstance(quote, dict) else None
    return text_of(inner, "uri") if isinstance(inner, dict) else None


def _mentions(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for mention in list_of(record.get("mentions")):
        if handle := text_of(mention, "acct"):
            yield "mentioned", handle.lower()


def _media(record: Mapping[str, Any], account_id: str) -> Iterator[dict[str, Any]]:
    for one in list_of(record.get("media_attachments")):
        media_id = text_of(one, "url") or text_of(one, "remote_url")
        if media_id is not None:
            size = (one.get("meta") or {}).get("original") or {}
            yield {
                "media_id": media_id,
                "platform": PLATFORM,
                "account_id": account_id,
                "media_type": text_of(one, "type"),
                "width": count_of(size, "width", most=(1 << 31) - 1),
                "height": count_of(size, "height", most=(1 << 31) - 1),
                "description": text_of(one, "description"),
            }
