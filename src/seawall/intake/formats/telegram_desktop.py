"""Telegram Desktop's JSON export (`result.json`): one chat, or all chats of an account, read piece by piece.

Messages of channels and groups are posts of the channel; a message of the channel itself has no account. Service
messages of people who join become interactions; other service messages are rejected. Chats between two people are no
public content: their messages are rejected unread. The export gives names, never handles; ids are `user123` and
`channel123`. Times come from `date_unixtime`; an old export without it is read as UTC. Source: the export's own files,
Telegram Desktop 1.2 to 5. Left out: the media files themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from seawall.intake.observed import Observed, UnfitRecordError, moment_of
from seawall.intake.record_values import count_of, list_of, text_of

__all__ = ["TelegramDesktop"]

PLATFORM: Final = "telegram"
_KINDS: Final = {
    "public_channel": "channel",
    "private_channel": "channel",
    "public_supergroup": "group",
    "private_supergroup": "group",
    "public_group": "group",
    "private_group": "group",
}
_LISTS: Final = ("chats", "left_chats")
_JOINS: Final = ("join_group_by_link", "join_group_by_request", "invite_members")
_FILES: Final = ("file", "photo")
_MISSING: Final = "(File "
"""What the export writes instead of a path: `(File not included. Change data exporting settings to download.)`"""
_MAX_SIDE: Final = (1 << 31) - 1


class TelegramDesktop:
    """The format `telegram_desktop`."""

    NAME = "telegram_desktop"
    TITLE = "Telegram Desktop export (result.json)"
    PLACES = frozenset(
        {"", "messages", *(f"{name}{rest}" for name in _LISTS for rest in ("", ".list", ".list.*", ".list.*.messages"))}
    )
    TEXT_KINDS = ("mentioned", "linked", "tagged")

    def examples(self) -> tuple[bytes, ...]:
        """Return an export of one channel with one message."""
        document = (
            b'{"name":"Lamp Room","type":"public_channel","id":1001,"messages":[{"id":1,"type":"message","date":'
            b'"2026-03-01T12:00:00","date_unixtime":"1772366400","from":"Lamp Room","from_id":"channel1001","text":'
            b'["The lamps return ",{"type":"link","text":"https://pier.example/a"}]}]}'
        )
        return (document,)

    def recognise(self, keys: frozenset[str], record: dict[str, Any]) -> str | None:
        """Know it by the keys of an exported chat or of a whole export."""
        if {"name", "type", "id", "messages"} <= keys or keys & {"chats", "left_chats"}:
            return "it has the keys of a Telegram Desktop export"
        return None

    def unfold(self, line: dict[str, Any]) -> list[Any]:
        """Return the line: exports are documents, not JSON lines."""
        return [line]

    def begin(self, now: datetime) -> _Reading:
        """Begin a pass over one file."""
        return _Reading(now)


class _Reading:
    """Keeps what the chat at hand says about itself before its messages come."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._chat: dict[str, Any] = {}

    def note(self, path: str, value: Any) -> None:
        place, _, name = path.rpartition(".")
        if place not in ("", "chats.list.*", "left_chats.list.*"):
            return
        if name == "name":
            self._chat = {}
        self._chat[name] = value

    def convert(self, path: str, record: dict[str, Any]) -> Observed:
        kind = _KINDS.get(str(self._chat.get("type")))
        if kind is None:
            raise UnfitRecordError(f"a chat of type {self._chat.get('type')!r} is not public")
        chat = text_of(self._chat, "id")
        if chat is None:
            raise UnfitRecordError("the export does not say the chat's id before its messages")
        posted_at = moment_of(record.get("date_unixtime"), self._now, unit="s") or moment_of(
            record.get("date"), self._now
        )
        if record.get("type") == "service":
            return self._joined(record, chat, posted_at)
        account = _account(record.get("from_id"), chat)
        post_id = f"{chat}/{text_of(record, 'id')}"
        media = tuple(_media(record, post_id, account))
        values = {
            "platform": PLATFORM,
            "post_id": post_id,
            "account_id": account,
            "channel_id": chat,
            "posted_at": posted_at,
            "text": _plain_text(record.get("text")),
            "kind": _post_kind(record),
            "reply_to": f"{chat}/{record['reply_to_message_id']}" if record.get("reply_to_message_id") else None,
            "reshare_of": _forwarded(record),
            "media": [one["media_id"] for one in media] or None,
            "likes": _reactions(record),
        }
        channel = {
            "platform": PLATFORM,
            "channel_id": chat,
            "title": text_of(self._chat, "name"),
            "kind": kind,
        }
        return Observed(
            values=values,
            accounts=_profile(record, account, posted_at),
            channels=(channel,),
            media=media,
            interactions=tuple(_linked(record.get("text"))),
        )

    def _joined(self, record: Mapping[str, Any], chat: str, moment: datetime | None) -> Observed:
        if record.get("action") not in _JOINS:
            raise UnfitRecordError(f"a service message {record.get('action')!r} is not kept")
        if record.get("action") == "invite_members":
            raise UnfitRecordError("a service message 'invite_members' names its members without ids")
        values = {
            "platform": PLATFORM,
            "account_id": _account(record.get("actor_id"), chat),
            "channel_id": chat,
            "occurred_at": moment,
            "kind": "joined",
            "target": chat,
        }
        return Observed(table="interactions", values=values)


def _account(written: object, chat: str) -> str | None:
    """Return the account; None where the channel itself speaks."""
    if written is None:
        return None
    account = str(written)
    return None if account.removeprefix("channel") == chat else account


def _post_kind(record: Mapping[str, Any]) -> str:
    if record.get("forwarded_from") or record.get("forwarded_from_id"):
        return "reshare"
    return "reply" if record.get("reply_to_message_id") else "post"


def _forwarded(record: Mapping[str, Any]) -> str | None:
    return text_of(record, "forwarded_from_id") or text_of(record, "forwarded_from")


def _plain_text(text: Any) -> str | None:
    if isinstance(text, str):
        return text or None
    parts = [part if isinstance(part, str) else str(part.get("text", "")) for part in list_of(text)]
    return "".join(parts) or None


def _linked(text: Any) -> Iterator[tuple[str, str]]:
    if isinstance(text, list):
        for part in text:
            if isinstance(part, dict) and part.get("type") == "text_link" and isinstance(part.get("href"), str):
                yield "linked", part["href"]


def _reactions(record: Mapping[str, Any]) -> int | None:
    counts = [count_of(one, "count") or 0 for one in list_of(record.get("reactions"))]
    return sum(counts) if counts else None


def _media(record: Mapping[str, Any], post_id: str, account: str | None) -> Iterator[dict[str, Any]]:
    for name in _FILES:
        file = text_of(record, name)
        if file is not None:
            yield {
                "media_id": f"{PLATFORM}:{post_id}/{name}",
                "platform": PLATFORM,
                "account_id": account,
                "media_type": text_of(record, "mime_type") or text_of(record, "media_type") or name,
                "file": None if file.startswith(_MISSING) else file,
                "byte_count": count_of(record, f"{name}_file_size") or count_of(record, f"{name}_size"),
                "width": count_of(record, "width", most=_MAX_SIDE),
                "height": count_of(record, "height", most=_MAX_SIDE),
            }


def _profile(record: Mapping[str, Any], account: str | None, seen_at: datetime | None) -> tuple[Mapping[str, Any], ...]:
    if account is None:
        return ()
    day = seen_at.replace(hour=0, minute=0, second=0, microsecond=0) if seen_at else None
    return ({"platform": PLATFORM, "account_id": account, "observed_at": day, "display_name": text_of(record, "from")},)
