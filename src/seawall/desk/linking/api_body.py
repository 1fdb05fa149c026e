"""What does another system send when it asks which closed accounts a new one may continue? One account and its posts.

Strict about what it is (unknown fields, wrong types, too many posts are errors that name the place), lenient about what
it holds: a bio without end is cut, a date that can't be is dropped, and the answer says so. No field of faith,
ethnicity or place is known, so none can be sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from seawall.corpus import TIME
from seawall.desk.cases.storable import storable_text
from seawall.desk.linking.errors import CandidateRequestError
from seawall.identity.account_tables import ACCOUNTS, MAX_CHARACTERS, POSTS
from seawall.identity.portrait import AccountKind
from seawall.identity.portrait_making import MOST_POSTS
from seawall.identity.traits.site_names import site_handle

__all__ = ["Asked", "read_body"]

_MOST_ID: Final = 500
_MOST_PLATFORM: Final = 200
_MOST_MEDIA: Final = 64
_MOST_TEXT: Final = 100_000
_MOST_CANDIDATES: Final = 25
_MICRO: Final = 1_000_000
_LATEST: Final = 221_845_392_000 * _MICRO  # the year 9000
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHOWN: Final = 60
_KINDS: Final = frozenset(kind.name.lower() for kind in AccountKind)
_FIELDS: Final = ("kind", "handle", "name", "bio", "url", "avatar", "banner")

Time = str | int | float  # ISO 8601, a plain date too, or seconds since 1970


class _Account(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    platform: str
    id: str
    kind: str = "account"
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    avatar: str | None = None
    banner: str | None = None
    created: Time | None = None
    followers: int | None = None
    observed: Time | None = None


class _Post(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    time: Time | None = None
    text: str | None = None
    media: list[str] = []
    kind: str | None = None
    reply_to: str | None = None
    reshare_of: str | None = None


class _Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account: _Account
    posts: list[_Post] = []
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A new account, ready to be made a portrait of; `key` is its name, `notes` say what of it is not used."""

    key: str
    accounts: pa.Table
    posts: pa.Table
    limit: int
    notes: tuple[str, ...]


_DECODER: Final = msgspec.json.Decoder(_Body)


def read_body(body: bytes, *, now: datetime) -> Asked:
    """Read and check the body of a request.

    Raises:
        CandidateRequestError: it is not such a body; the message names the field.
    """
    try:
        sent = _DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CandidateRequestError(f"the body can't be read: {error}") from error
    _check(sent)
    notes: list[str] = []
    moment = int(now.timestamp() * _MICRO)
    key = f"{sent.account.platform.strip().lower()}:{storable_text(sent.account.id.strip())}"
    accounts = _account_table(sent.account, key, moment, notes)
    posts = _posts(sent.posts, key, moment, notes)
    return Asked(key=key, accounts=accounts, posts=posts, limit=sent.limit, notes=tuple(notes))


def _check(sent: _Body) -> None:
    account = sent.account
    for field, value, most in (("platform", account.platform, _MOST_PLATFORM), ("id", account.id, _MOST_ID)):
        if not value.strip() or len(value) > most:
            raise CandidateRequestError(f"account.{field} has between 1 and {most} characters", field=field)
    if len(sent.posts) > MOST_POSTS:
        raise CandidateRequestError(f"posts: at most {MOST_POSTS:,} are sent, the newest ones", field="posts")
    if any(len(post.media) > _MOST_MEDIA for post in sent.posts):
        raise CandidateRequestError(f"posts.media: a post has at most {_MOST_MEDIA} files", field="posts")
    if not 1 <= sent.limit <= _MOST_CANDIDATES:
        raise CandidateRequestError(f"limit lies between 1 and {_MOST_CANDIDATES}", field="limit")
    if account.kind.strip().lower() not in _KINDS:
        raise CandidateRequestError(f"account.kind is none of {', '.join(sorted(_KINDS))}", field="kind")
    if account.followers is not None and not 0 <= account.followers < 1 << 62:
        raise CandidateRequestError("account.followers is no count", field="followers")


def _account_table(account: _Account, key: str, now: int, notes: list[str]) -> pa.Table:
    """Return the account's row, checked as `check_accounts` checks a table: in Python, which for one row is quicker."""
    row: dict[str, Any] = {"account": key, "platform": storable_text(account.platform.strip())}
    row |= {name: _field(getattr(account, name), name, notes) for name in _FIELDS}
    kind = AccountKind[account.kind.strip().upper()]
    row["handle"] = site_handle(kind, key, platform=row["platform"] or None, handle=row["handle"], url=row["url"])
    row |= {name: _time(getattr(account, name), f"account.{name}", notes) for name in ("created", "observed")}
    row["followers"] = account.followers
    if row["created"] is not None and row["created"] > now:
        row["created"] = None
        notes.append("account: created in the future: the date is not used")
    columns = [pa.array([row.get(one.name)], _plain(one.type)).cast(one.type) for one in ACCOUNTS]
    return pa.Table.from_arrays(columns, schema=ACCOUNTS)


def _posts(sent: list[_Post], key: str, now: int, notes: list[str]) -> pa.Table:
    lost: list[str] = []
    times = [_time(post.time, f"posts[{at}].time", lost) for at, post in enumerate(sent)]
    late = [at for at, time in enumerate(times) if time is not None and time > now]
    for at in late:
        times[at] = None
    if lost or late:
        notes.append(f"posts: {len(lost) + len(late)} have a time that can't be, which is not used")
    columns = {
        "account": pa.array([key] * len(sent), pa.string()),
        "time": pa.array(times, pa.int64()).cast(TIME),
        "text": pa.array([_cut(post.text, _MOST_TEXT) for post in sent], pa.string()),
        "media": pa.array([[storable_text(name) for name in post.media] for post in sent], POSTS.field("media").type),
        **{
            name: pa.array([_cut(getattr(post, name), _MOST_TEXT) for post in sent], pa.string())
            for name in ("kind", "reply_to", "reshare_of")
        },
        "owner": pa.array(np.zeros(len(sent), dtype=np.int32)),
    }
    return pa.table(columns)


def _plain(of: pa.DataType) -> pa.DataType:
    """Return the type that a column is made in: times are made of numbers, since making them of datetimes is slow."""
    return pa.int64() if of == TIME else of


def _field(value: str | None, name: str, notes: list[str]) -> str | None:
    """Return a field of a profile, trimmed and cut to what is looked at; a note says so; None where it is empty."""
    text = storable_text(value).strip() if value is not None else ""
    most = MAX_CHARACTERS.get(name, len(text))
    if len(text) > most:
        notes.append(f"account: {name} has {len(text):,} characters: only the first {most:,} are looked at")
    return text[:most] or None


def _cut(value: str | None, most: int) -> str | None:
    return None if value is None else storable_text(value[:most])


def _time(value: Time | None, field: str, notes: list[str]) -> int | None:
    """Return microseconds since 1970; UTC where no zone is named; None, with a note, where it can't be."""
    if value is None:
        return None
    try:
        if isinstance(value, str):
            value = _read(value, field).timestamp()
        moment = int(value * _MICRO)
    except (ValueError, OverflowError):
        moment = -1
    if not 0 <= moment < _LATEST:
        notes.append(f"{field}: it is no time that can be; it is not used")
        return None
    return moment


def _read(written: str, field: str) -> datetime:
    """Return a moment written as ISO 8601 says; a date alone is its midnight, UTC.

    Raises:
        CandidateRequestError: it is written otherwise.
    """
    try:
        if _DATE.fullmatch(written):
            return datetime.combine(date.fromisoformat(written), time(), UTC)
        moment = msgspec.convert(written, datetime)
    except (ValueError, msgspec.ValidationError) as error:
        told = f"{field}: {written[:_SHOWN]!r} is no time: it is written as ISO 8601 says, or as seconds since 1970"
        raise CandidateRequestError(told, field=field) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
