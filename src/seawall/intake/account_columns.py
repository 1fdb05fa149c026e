"""How do the columns that a file has become those of the plain tables of accounts and posts?

Columns are known by their usual names, in any letter case. Times are read as everywhere (`times.py`; numbers are
seconds since 1970, a time without zone is UTC), numbers may be written as text, media as a list or as text with spaces
or JSON. A post whose time can't be read is set aside; of an account only the value is dropped, which is told. Left out:
what makes a row unusable besides (`seawall.identity.account_tables`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import TIME
from seawall.identity.account_tables import ACCOUNTS, POSTS, SetAside
from seawall.intake.times import TimeRules, read_times

__all__ = [
    "ACCOUNT_NAMES",
    "POST_NAMES",
    "SITE_NAMES",
    "PlainColumns",
    "plain_accounts",
    "plain_posts",
    "usual_columns",
]

ACCOUNT_NAMES: Final = {
    "account": ("account", "account_id", "id", "user_id", "userid"),
    "platform": ("platform",),
    "kind": ("kind",),
    "handle": ("handle", "username", "screen_name", "user_screen_name"),
    "name": ("name", "display_name", "title", "user_display_name"),
    "bio": ("bio", "description", "user_profile_description"),
    "url": ("url", "link", "user_profile_url"),
    "avatar": ("avatar",),
    "banner": ("banner",),
    "created": ("created", "created_at", "account_creation_date"),
    "followers": ("followers", "followers_count", "follower_count", "members"),
    "observed": ("observed", "observed_at"),
    "closed_at": ("closed_at", "closed"),
    "decision": ("decision",),
    "ground": ("ground",),
    "expires": ("expires", "expires_at"),
}
"""Column of the plain table → names under which files have it, the first that is there counts."""

SITE_NAMES: Final = {"certificate": ("certificate", "certificate_fingerprint"), "page": ("page", "page_file")}
"""Columns of sites, which only these files have: no table of the corpus and no desk holds them."""

POST_NAMES: Final = {
    "account": ("account", "account_id", "user_id", "userid", "author"),
    "platform": ("platform",),
    "time": ("time", "posted_at", "created_at", "timestamp", "tweet_time", "date"),
    "text": ("text", "content", "tweet_text", "message"),
    "media": ("media",),
    "kind": ("kind", "post_type"),
    "reply_to": ("reply_to",),
    "reshare_of": ("reshare_of",),
}

_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainColumns:
    """Rows as plain columns; which of them are to be set aside (by place), and what was dropped from others."""

    table: pa.Table
    wrong: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[SetAside, ...] = ()


def usual_columns(names: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return plain name → the file's own name of each column that is known."""
    written = {name.strip().lower(): name for name in reversed(names)}
    found: dict[str, str] = {}
    for plain, usual in known.items():
        first = next((written[one] for one in usual if one in written), None)
        if first is not None and first not in found.values():
            found[plain] = first
    return found


def plain_accounts(rows: pa.Table, numbers: Sequence[int], now: datetime) -> PlainColumns:
    """Return rows, whose columns have plain names already, with the types of the table of accounts."""
    notes: list[SetAside] = []
    columns = {}
    for name in rows.column_names:
        column = _whole(rows.column(name))
        kind = ACCOUNTS.field(name).type if name in ACCOUNTS.names else pa.string()
        if kind == TIME:
            column, reasons = read_times(_blank_as_null(column), _rules(_FAR if name == "expires" else now))
        elif kind == pa.int64():
            column, reasons = _whole_numbers(column)
        else:
            column, reasons = _text(column), {}
        notes += [
            SetAside(row=int(numbers[place]), reason=f"{name}: {why}; it is not used")
            for place, why in sorted(reasons.items())
        ]
        columns[name] = column
    return PlainColumns(table=pa.table(columns), notes=tuple(notes))


def plain_posts(rows: pa.Table, now: datetime) -> PlainColumns:
    """Return rows, whose columns have plain names already, with the types of the table of posts."""
    wrong: dict[int, str] = {}
    columns = {}
    for name in rows.column_names:
        column = _whole(rows.column(name))
        if name == "time":
            column, reasons = read_times(_blank_as_null(column), _rules(now))
            wrong |= {place: f"time: {why}" for place, why in reasons.items()}
        elif name == "media":
            column = _media(column)
        else:
            column = _text(column)
        columns[name] = column
    table = pa.table(columns)
    if "account" in columns:
        for place in np.flatnonzero(np.asarray(pc.fill_null(pc.equal(columns["account"], ""), True))).tolist():  # noqa: FBT003
            wrong[place] = "there is no account"
    return PlainColumns(table=table, wrong=wrong)


def _rules(now: datetime) -> TimeRules:
    return TimeRules(zone=ZoneInfo("UTC"), earliest=_EARLIEST, now=now, unit="s")


def _whole(column: Any) -> Any:
    joined = column.combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) and joined.num_chunks else joined


def _blank_as_null(column: Any) -> Any:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), pa.scalar(None, column.type), column)
    return column


def _text(column: Any) -> Any:
    if pa.types.is_list(column.type) or pa.types.is_struct(column.type):
        return pa.array(
            [None if one is None else json.dumps(one, default=str) for one in column.to_pylist()], pa.string()
        )
    if pa.types.is_floating(column.type):  # an identifier that pandas made a float of
        rounded = pc.round(column)
        if pc.all(pc.equal(rounded, column)).as_py() in (True, None):
            return rounded.cast(pa.int64(), safe=False).cast(pa.string())
    return column.cast(pa.string())


def _whole_numbers(column: Any) -> tuple[Any, dict[int, str]]:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        try:
            return column.cast(pa.int64(), safe=False), {}
        except pa.ArrowException:
            column = _text(column)
    column = _blank_as_null(column)
    try:
        return column.cast(pa.int64()), {}
    except pa.ArrowInvalid:
        found = [_number(one) for one in column.to_pylist()]
    reasons = {place: one for place, one in enumerate(found) if isinstance(one, str)}
    return pa.array([None if isinstance(one, str) else one for one in found], pa.int64()), reasons


def _number(written: str | None) -> int | str | None:
    if written is None:
        return None
    try:
        number = round(float(written.replace(",", "").replace(" ", "")))
    except (ValueError, OverflowError):
        return f"{written[:_SHOWN]!r} is no number"
    return number if abs(number) < 1 << 62 else f"{written[:_SHOWN]!r} is too large a number"


def _media(column: Any) -> Any:
    kind = POSTS.field("media").type
    if pa.types.is_list(column.type) or pa.types.is_null(column.type):
        return column.cast(kind)
    return pa.array([None if one is None else _media_names(one) for one in _text(column).to_pylist()], kind)


def _media_names(written: str) -> list[str]:
    if written.lstrip().startswith("["):
        try:
            return [str(one) for one in json.loads(written) if one]
        except ValueError:
            pass
    return written.replace(";", " ").split()
