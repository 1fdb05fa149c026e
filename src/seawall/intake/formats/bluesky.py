"""Posts of the AT protocol (Bluesky): records of `listRecords`, post views of feeds, and events of a Jetstream.

A post's id is its `at://` URI, an account's its DID. Reposts are reshares. Mentions come from facets as DIDs, because
plain text with an @ mentions nobody there. Likes, follows, lists and deletions are rejected. Source: lexicons
app.bsky.feed.post, app.bsky.feed.repost, app.bsky.richtext.facet, app.bsky.embed.*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from seawall.intake.observed import Observed, UnfitRecordError, moment_of
from seawall.intake.record_values import count_of, list_of, text_of

__all__ = ["Bluesky"]

PLATFORM: Final = "bluesky"
_POST: Final = "app.bsky.feed.post"
_REPOST: Final = "app.bsky.feed.repost"


class Bluesky:
    """The format `bluesky`."""

    NAME = "bluesky"
    TITLE = "AT protocol (Bluesky) records"
    PLACES = frozenset({"", "records", "posts", "feed"})
    TEXT_KINDS = ("linked", "tagged")

    def examples(self) -> tuple[bytes, ...]:
        """Return a page of listRecords and a line of records."""
        record = (
            b'{"uri":"at://did:plc:keeper/app.bsky.feed.post/3k1","cid":"bafy1","value":{"$type":"app.bsky.feed.post",'
            b'"text":"The lamps return","createdAt":"2026-03-01T12:00:00.000Z","langs":["en"]}}'
        )
        return (b'{"records":[' + record + b'],"cursor":"3k1"}', record + b"\n" + record)

    def recognise(self, keys: frozenset[str], record: dict[str, Any]) -> str | None:
        """Know it by at:// URIs and DIDs."""
        post = record.get("post")
        inner = post if isinstance(post, dict) else record
        if str(inner.get("uri", "")).startswith("at://"):
            return "its records have at:// URIs"
        if str(record.get("did", "")).startswith("did:") and "time_us" in record:
            return "its lines are Jetstream events"
        if str(record.get("$type", "")).startswith("app.bsky."):
            return "its records are of an app.bsky type"
        return None

    def unfold(self, line: dict[str, Any]) -> list[Any]:
        """Return the records of a page that stands on one line."""
        for name in ("records", "posts", "feed"):
            if isinstance(line.get(name), list):
                return list(line[name])
        return [line]

    def begin(self, now: datetime) -> _Reading:
        """Begin a pass over one file."""
        return _Reading(now)


class _Reading:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def note(self, path: str, value: Any) -> None:
        """A page's cursor is not needed."""

    def convert(self, path: str, record: dict[str, Any]) -> Observed:
        uri, did, body, view = _opened(record)
        kind = body.get("$type")
        posted_at = moment_of(body.get("createdAt"), self._now)
        base = {"platform": PLATFORM, "post_id": uri, "account_id": did, "posted_at": posted_at}
        if kind == _REPOST:
            return Observed(values={**base, "kind": "reshare", "reshare_of": text_of(body["subject"], "uri")})
        if kind != _POST:
            raise UnfitRecordError(f"a record of type {kind!r} is not kept")
        reply = body.get("reply") or {}
        embed = body.get("embed") or {}
        quoted = _quoted(embed)
        media = tuple(_media(embed, did))
        values = {
            **base,
            "text": text_of(body, "text"),
            "language": next((str(one) for one in list_of(body.get("langs"))), None),
            "kind": "reply" if reply else "quote" if quoted else "post",
            "reply_to": text_of(reply.get("parent") or {}, "uri"),
            "reshare_of": quoted,
            "media": [one["media_id"] for one in media] or None,
            "replies": count_of(view, "replyCount"),
            "reshares": count_of(view, "repostCount"),
            "likes": count_of(view, "likeCount"),
        }
        stated = tuple(dict.fromkeys([*_facets(body), *_external(embed)]))
        return Observed(values=values, accounts=_profile(view, posted_at, self._now), media=media, interactions=stated)


def _opened(record: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any], Mapping[str, Any]]:
    """Return URI, DID, the record itself and the view around it, whichever way the record was wrapped."""
    post = record.get("post")
    if isinstance(post, dict):
        record = post
    if isinstance(record.get("commit"), dict):
        commit = record["commit"]
        if commit.get("operation") not in ("create", "update"):
            raise UnfitRecordError(f"an event {commit.get('operation')!r} is not kept")
        body = {"$type": commit["collection"], **commit["record"]}
        return f"at://{record['did']}/{commit['collection']}/{commit['rkey']}", record["did"], body, {}
    uri = text_of(record, "uri")
    written = record.get("value") or record.get("record")
    if uri is None or not uri.startswith("at://did:") or not isinstance(written, dict):
        raise UnfitRecordError("no record with an at:// URI that names a DID")
    return uri, uri.removeprefix("at://").partition("/")[0], written, record


def _quoted(embed: Mapping[str, Any]) -> str | None:
    record = embed.get("record")
    if isinstance(record, dict) and isinstance(record.get("record"), dict):
        record = record["record"]
    return text_of(record, "uri") if isinstance(record, dict) else None


def _external(embed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    media = embed.get("media") or embed
    external = media.get("external")
    if isinstance(external, dict) and (uri := text_of(external, "uri")):
        yield "linked", uri


def _facets(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for facet in list_of(body.get("facets")):
        for feature in list_of(facet.get("features")):
            kind = str(feature.get("$type", "")).partition("#")[2]
            if kind == "mention" and (did := text_of(feature, "did")):
                yield "mentioned", did
            elif kind == "link" and (uri := text_of(feature, "uri")):
                yield "linked", uri
            elif kind == "tag" and (tag := text_of(feature, "tag")):
                yield "tagged", tag.casefold()


def _media(embed: Mapping[str, Any], did: str) -> Iterator[dict[str, Any]]:
    media = embed.get("media") or embed
    blobs = [(one, one.get("image")) for one in list_of(media.get("images"))] + [(media, media.get("video"))]
    for around, blob in blobs:
        if not isinstance(blob, dict) or not (link := (blob.get("ref") or {}).get("$link")):
            continue
        ratio = around.get("aspectRatio") or {}
        yield {
            "media_id": str(link),
            "platform": PLATFORM,
            "account_id": did,
            "media_type": text_of(blob, "mimeType"),
            "byte_count": count_of(blob, "size"),
            "width": count_of(ratio, "width", most=(1 << 31) - 1),
            "height": count_of(ratio, "height", most=(1 << 31) - 1),
            "description": text_of(around, "alt"),
        }


def _profile(view: Mapping[str, Any], seen_at: datetime | None, now: datetime) -> tuple[Mapping[str, Any], ...]:
    author = view.get("author")
    if not isinstance(author, dict) or not text_of(author, "did"):
        return ()
    return (
        {
            "platform": PLATFORM,
            "account_id": text_of(author, "did"),
            "observed_at": seen_at,
            "handle": text_of(author, "handle"),
            "display_name": text_of(author, "displayName"),
            "avatar": text_of(author, "avatar"),
            "created_at": moment_of(author.get("createdAt"), now),
        },
    )
