"""ActivityStreams 2.0 JSON: outboxes and other collections of activities, as fediverse servers export them.

Kept are Create and Update (their object), Announce (a reshare) and bare notes, articles, pictures and films. Ids are
the objects' URIs, so the same post read by another way is the same post. What is not addressed to the public, such as
direct messages in one's own archive, is rejected, and so are likes, follows and deletions. Sources: W3C ActivityStreams
2.0 and its Vocabulary; ActivityPub. Left out: fetching what is only named by its URI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from seawall.intake.observed import Observed, UnfitRecordError, moment_of
from seawall.intake.record_values import count_of, html_to_text, list_of, text_of

__all__ = ["PLATFORM", "ActivityStreams"]

PLATFORM: Final = "fediverse"
_PUBLIC: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_POSTS: Final = frozenset({"Note", "Article", "Question", "Page", "Image", "Video", "Audio", "Event"})
_LISTS: Final = ("orderedItems", "items")


class ActivityStreams:
    """The format `activitystreams`."""

    NAME = "activitystreams"
    TITLE = "ActivityStreams 2.0 (fediverse outbox)"
    PLACES = frozenset({"", "first", *_LISTS, *(f"first.{name}" for name in _LISTS)})
    TEXT_KINDS = ("linked", "tagged")  # mentions stand in `tag`, with the full handle

    def examples(self) -> tuple[bytes, ...]:
        """Return a small outbox."""
        document = (
            b'{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection","orderedItems":[{"type":'
            b'"Create","actor":"https://pier.example/users/keeper","to":["as:Public"],"published":"2026-03-01T12:00:00Z",'
            b'"object":{"type":"Note","id":"https://pier.example/notes/1","content":"<p>The lamps return</p>"}}]}'
        )
        return (document,)

    def recognise(self, keys: frozenset[str], record: dict[str, Any]) -> str | None:
        """Know it by its context, or by activities with actor and object."""
        if "@context" in keys or "activitystreams" in str(record.get("@context")):
            return "it has an ActivityStreams @context"
        if "type" in record and (("actor" in record and "object" in record) or "attributedTo" in record):
            return "its records are activities: type, actor, object"
        return None

    def unfold(self, line: dict[str, Any]) -> list[Any]:
        """Return the activities of a page that stands on one line."""
        for name in _LISTS:
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
        """Collections say nothing that their activities don't."""

    def convert(self, path: str, record: dict[str, Any]) -> Observed:
        types = {str(one) for one in list_of(record.get("type"))}
        if "Announce" in types:
            return self._reshare(record)
        if types & {"Create", "Update"}:
            inner = record.get("object")
            if not isinstance(inner, dict):
                raise UnfitRecordError("the activity names its object by URI only")
            return self._post(inner, record)
        if types & _POSTS:
            return self._post(record, record)
        raise UnfitRecordError(f"a {'/'.join(sorted(types)) or 'record without type'} is not kept")

    def _reshare(self, activity: dict[str, Any]) -> Observed:
        _require_public(activity)
        posted_at = moment_of(activity.get("published"), self._now)
        values = {
            "platform": PLATFORM,
            "post_id": text_of(activity, "id"),
            "account_id": _id_of(activity.get("actor")),
            "posted_at": posted_at,
            "kind": "reshare",
            "reshare_of": _id_of(activity.get("object")),
        }
        if values["reshare_of"] is None:
            raise UnfitRecordError("an Announce without object")
        return Observed(values=values, accounts=_profiles(activity.get("actor"), posted_at, self._now))

    def _post(self, note: dict[str, Any], activity: dict[str, Any]) -> Observed:
        if not {str(one) for one in list_of(note.get("type"))} & _POSTS:
            raise UnfitRecordError(f"a {note.get('type')} is not kept")
        _require_public({**activity, **note})
        author = note.get("attributedTo") or activity.get("actor")
        posted_at = moment_of(note.get("published") or activity.get("published"), self._now)
        media = tuple(_media(note, _id_of(author)))
        quoted = _id_of(note.get("quote") or note.get("quoteUrl") or note.get("quoteUri"))
        values = {
            "platform": PLATFORM,
            "post_id": text_of(note, "id"),
            "account_id": _id_of(author),
            "channel_id": _id_of(note.get("audience")),
            "posted_at": posted_at,
            "text": _text(note),
            "language": _language(note),
            "kind": "reply" if note.get("inReplyTo") else "quote" if quoted else "post",
            "reply_to": _id_of(note.get("inReplyTo")),
            "reshare_of": quoted,
            "url": _id_of(note.get("url")),
            "media": [one["media_id"] for one in media] or None,
            "replies": _total(note, "replies"),
            "reshares": _total(note, "shares"),
            "likes": _total(note, "likes"),
        }
        return Observed(
            values=values,
            accounts=_profiles(author, posted_at, self._now),
            media=media,
            interactions=tuple(_tags(note)),
        )


def _require_public(record: Mapping[str, Any]) -> None:
    addressed = [_id_of(one) for name in ("to", "cc") for one in list_of(record.get(name))]
    if addressed and not _PUBLIC.intersection(addressed):
        raise UnfitRecordError("not addressed to the public")


def _id_of(value: Any) -> str | None:
    """Return the URI of something that may be a URI, an object, a link, or a list of these."""
    for one in list_of(value):
        if isinstance(one, str) and one:
            return one
        if isinstance(one, dict) and (found := one.get("id") or one.get("href") or one.get("url")):
            return str(found) if isinstance(found, str) else None
    return None


def _text(note: Mapping[str, Any]) -> str | None:
    by_language = note.get("contentMap")
    content = note.get("content")
    if content is None and isinstance(by_language, dict):
        content = next(iter(by_language.values()), None)
    parts = [note.get("name"), note.get("summary"), content]
    return "\n".join(html_to_text(part) for part in parts if isinstance(part, str) and part) or None


def _language(note: Mapping[str, Any]) -> str | None:
    by_language = note.get("contentMap")
    return str(next(iter(by_language))) if isinstance(by_language, dict) and len(by_language) == 1 else None


def _total(note: Mapping[str, Any], name: str) -> int | None:
    collection = note.get(name)
    return count_of(collection, "totalItems") if isinstance(collection, dict) else None


def _media(note: Mapping[str, Any], account_id: str | None) -> Iterator[dict[str, Any]]:
    for one in list_of(note.get("attachment")):
        url = _id_of(one.get("url")) if isinstance(one, dict) else None
        if url is not None:
            yield {
                "media_id": url,
                "platform": PLATFORM,
                "account_id": account_id,
                "media_type": text_of(one, "mediaType"),
                "width": count_of(one, "width", most=(1 << 31) - 1),
                "height": count_of(one, "height", most=(1 << 31) - 1),
                "description": text_of(one, "name"),
            }


def _tags(note: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tag in list_of(note.get("tag")):
        name = tag.get("name") if isinstance(tag, dict) else None
        if not isinstance(name, str) or tag.get("type") != "Mention":
            continue
        handle = name.lstrip("@").lower()
        host = urlsplit(str(tag.get("href") or "")).hostname
        yield "mentioned", handle if "@" in handle or not host else f"{handle}@{host}"


def _profiles(actor: Any, seen_at: datetime | None, now: datetime) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(actor, dict) or not (account_id := _id_of(actor)):
        return ()
    summary = text_of(actor, "summary")
    return (
        {
            "platform": PLATFORM,
            "account_id": account_id,
            "observed_at": seen_at,
            "handle": text_of(actor, "preferredUsername"),
            "display_name": text_of(actor, "name"),
            "bio": html_to_text(summary) if summary else None,
            "url": _id_of(actor.get("url")),
            "avatar": _id_of((actor.get("icon") or {}).get("url")),
            "banner": _id_of((actor.get("image") or {}).get("url")),
            "created_at": moment_of(actor.get("published"), now),
        },
    )
