"""Which rows of accounts and posts can be compared? The plain tables, what is checked of them, what is set aside.

An account is named `platform:id`, or by the id alone where no platform is given. A row that can't be used is set aside
with its number and the reason, and the rest goes on; what is cut or dropped from a row that is used is told as a note.
A closed account needs a decision, a ground, a closing date and an expiry in every row that names it: without them
nothing is linked to anybody, and after its expiry neither. Left out: reading files (`seawall.intake.account_folders`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus import TIME
from seawall.identity.errors import AccountTableError, ClosingIncompleteError
from seawall.identity.latest_rows import CLOSING_COLUMNS, latest_profiles, newest_closings, repeated_rows
from seawall.identity.portrait import AccountKind
from seawall.identity.traits.site_names import site_handle

__all__ = [
    "ACCOUNTS",
    "CLOSING_COLUMNS",
    "MAX_CHARACTERS",
    "POSTS",
    "CheckedAccounts",
    "SetAside",
    "account_columns",
    "check_accounts",
    "check_posts",
    "conform_accounts",
    "conform_posts",
    "post_columns",
    "require_closings",
]

ACCOUNTS: Final = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # "platform:id", or the id alone
        pa.field("platform", pa.string()),
        pa.field("kind", pa.string()),  # account, channel, page, site; absent: account
        pa.field("handle", pa.string()),
        pa.field("name", pa.string()),
        pa.field("bio", pa.string()),
        pa.field("url", pa.string()),
        pa.field("avatar", pa.string()),  # digest "sha256:…", or the platform's own key of the picture
        pa.field("banner", pa.string()),
        pa.field("created", TIME),
        pa.field("followers", pa.int64()),
        pa.field("observed", TIME),  # when the profile looked like this
        pa.field("closed_at", TIME),
        pa.field("decision", pa.string()),
        pa.field("ground", pa.string()),
        pa.field("expires", TIME),
    ]
)

POSTS: Final = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # as in the table of accounts
        pa.field("time", TIME),
        pa.field("text", pa.string()),
        pa.field("media", pa.list_(pa.string())),  # digests, or the platform's own keys
        pa.field("kind", pa.string()),
        pa.field("reply_to", pa.string()),
        pa.field("reshare_of", pa.string()),
    ]
)

_Types = tuple[tuple[str, pa.DataType], ...]
_ACCOUNT_TYPES, _POST_TYPES = (tuple(zip(one.names, one.types, strict=True)) for one in (ACCOUNTS, POSTS))

MAX_CHARACTERS: Final = {"handle": 256, "name": 512, "bio": 10_000, "url": 4_096, "avatar": 512, "banner": 512}
"""What is looked at of a field; a longer one is cut."""

_MAX_ACCOUNT: Final = 512
_MAX_TEXT: Final = 100_000
_NAMED: Final = 5
_FEW_ROWS: Final = 1_024
_KINDS: Final = frozenset(kind.name.lower() for kind in AccountKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that is not used, or not wholly, and why; `file` and `row` are None where they are not known."""

    reason: str
    row: int | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAccounts:
    """Accounts that can be compared, each once, in the order of their names; what was set aside; what was changed.

    An account that stood in several rows has its latest profile and its newest closing; `repeated` are the closings of
    all these rows as they stood.
    """

    table: pa.Table
    numbers: NDArray[np.int64]  # row numbers in the file, of the profiles
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[SetAside, ...] = field(default=())
    file: str | None = None
    repeated: pa.Table | None = None  # account, row and the closing columns

    def take(self, places: NDArray[np.int64]) -> CheckedAccounts:
        """Return some of the accounts, with everything that was told."""
        return replace(self, table=self.table.take(pa.array(places)), numbers=self.numbers[places])


def conform_accounts(rows: pa.Table) -> pa.Table:
    """Return the rows with exactly the columns of `ACCOUNTS`, absent ones null; further columns are dropped.

    Raises:
        AccountTableError: there is no column `account`, or a column of a type that can't be understood.
    """
    return _conform(rows, _ACCOUNT_TYPES)


def account_columns(rows: pa.Table) -> dict[str, Any]:
    """Return the columns of `conform_accounts` by name, chunked or not."""
    return _conformed(rows, _ACCOUNT_TYPES)


def post_columns(rows: pa.Table) -> dict[str, Any]:
    """Return the columns of `conform_posts` by name, chunked or not."""
    return _conformed(rows, _POST_TYPES)


def conform_posts(rows: pa.Table) -> pa.Table:
    """Return the rows with exactly the columns of `POSTS`; see `conform_accounts`."""
    return _conform(rows, _POST_TYPES)


def _conform(rows: pa.Table, types: _Types) -> pa.Table:
    columns = _conformed(rows, types)
    return pa.table(list(columns.values()), names=list(columns))


def _conformed(rows: pa.Table, types: _Types) -> dict[str, Any]:
    names = rows.column_names
    if "account" not in names:
        raise AccountTableError(f"there is no column account; the columns are {', '.join(names)[:500] or 'none'}")
    pieces = rows.to_batches() if rows.num_rows <= _FEW_ROWS else []
    held = pieces[0].columns if len(pieces) == 1 else rows.columns  # plain arrays take less work than chunked ones
    given = dict(zip(names, held, strict=True))
    if len(given) < len(names):
        _refuse_twice(names, types)
    columns: dict[str, Any] = {}
    for name, kind in types:
        column = given.get(name)
        if column is None:
            columns[name] = pa.nulls(rows.num_rows, kind)
            continue
        try:
            columns[name] = column if column.type == kind else column.cast(kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise AccountTableError(f"column {name}: {error}", column=name) from error
    return columns


def _refuse_twice(names: list[str], types: _Types) -> None:
    for name, _ in types:
        if names.count(name) > 1:
            raise AccountTableError(f"there are {names.count(name)} columns {name}", column=name)


def check_accounts(
    rows: pa.Table,
    *,
    now: datetime,
    numbers: NDArray[np.int64] | None = None,
    set_aside: Sequence[SetAside] = (),
) -> CheckedAccounts:
    """Return the accounts that can be compared: named, each once (`latest_rows.py`), cut to what is looked at.

    Empty texts become null. `numbers` are the rows' numbers in their file, from 1 on unless given; `set_aside` is what
    the reader of the file had set aside already.

    Raises:
        AccountTableError: see `conform_accounts`.
    """
    table = _emptied(conform_accounts(rows))
    numbers = np.arange(1, table.num_rows + 1) if numbers is None else numbers
    aside, notes = list(set_aside), list[SetAside]()
    wrong = _unnamed(table)
    aside += [SetAside(row=int(numbers[place]), reason=wrong[place]) for place in sorted(wrong)]
    good = np.array([place for place in range(table.num_rows) if place not in wrong], dtype=np.int64)
    table, numbers = table.take(pa.array(good)), numbers[good]
    table = table.set_column(0, "account", _keys(table))
    table = _with_site_names(table)
    table = _in_bounds(table, numbers, notes)
    kept = latest_profiles(table)
    again = repeated_rows(table, kept)
    older = np.sort(np.delete(numbers, kept)).tolist()
    notes += [SetAside(row=row, reason="an older profile of an account that stands here again") for row in older]
    return CheckedAccounts(
        table=_in_time(newest_closings(table, kept), numbers[kept], now, notes),
        numbers=numbers[kept],
        set_aside=tuple(aside),
        notes=tuple(notes),
        repeated=_closings(table, numbers, again) if len(again) else None,
    )


def check_posts(rows: pa.Table, *, now: datetime) -> pa.Table:
    """Return posts with exactly the columns of `POSTS`; a text is cut at 100,000 characters, a future time dropped.

    Raises:
        AccountTableError: see `conform_accounts`.
    """
    table = conform_posts(rows)
    text = pc.utf8_slice_codeunits(table["text"], 0, _MAX_TEXT)
    late = pc.greater(table["time"], pa.scalar(now, TIME))
    time = pc.if_else(pc.fill_null(late, fill_value=False), pa.scalar(None, TIME), table["time"])
    return table.set_column(1, "time", time).set_column(2, "text", text)


def require_closings(accounts: CheckedAccounts, *, now: datetime) -> CheckedAccounts:
    """Return the closed accounts whose closing still stands; what has expired by `now` is told and left out.

    Raises:
        ClosingIncompleteError: rows lack a decision, a ground, a closing date or an expiry.
    """
    _refuse_incomplete(accounts)
    table = accounts.table
    expired = np.asarray(pc.less_equal(table["expires"], pa.scalar(now, TIME)), dtype=bool)
    if not expired.any():
        return accounts
    told = [SetAside(row=int(accounts.numbers[place]), reason="the closing has expired", file=accounts.file)
            for place in np.flatnonzero(expired).tolist()]  # fmt: skip
    return replace(accounts.take(np.flatnonzero(~expired)), set_aside=(*accounts.set_aside, *told))


def _refuse_incomplete(accounts: CheckedAccounts) -> None:
    """Look at the closing of every row, also of those whose account has a better one: each is somebody's decision."""
    rows = _closings(accounts.table, accounts.numbers, np.arange(accounts.table.num_rows))
    if accounts.repeated is not None:
        once = pc.invert(pc.is_in(rows["account"], value_set=accounts.repeated["account"].combine_chunks()))
        rows = pa.concat_tables([rows.filter(once), accounts.repeated])
    lacking = {name: np.asarray(rows[name].is_null()) for name in CLOSING_COLUMNS}
    bad = np.flatnonzero(np.logical_or.reduce(list(lacking.values())))
    if not len(bad):
        return
    numbers = np.asarray(rows["row"])
    bad = bad[np.argsort(numbers[bad], kind="stable")]
    named = "; ".join(
        f"row {numbers[place]} ({rows['account'][place].as_py()[:80]}) lacks "
        + " and ".join(_WORDS[name] for name in CLOSING_COLUMNS if lacking[name][place])
        for place in bad[:_NAMED].tolist()
    )
    raise ClosingIncompleteError(
        (f"{accounts.file}: " if accounts.file else "")
        + f"{len(bad):,} of {rows.num_rows:,} {'closed accounts' if accounts.repeated is None else 'rows'}"
        + f" can't be used: {named}"
        + (" …" if len(bad) > _NAMED else ""),
        count=len(bad),
        rows=tuple(numbers[bad[:_NAMED]].tolist()),
    )


def _closings(table: pa.Table, numbers: NDArray[np.int64], places: NDArray[np.int64]) -> pa.Table:
    rows = table.select(["account", *CLOSING_COLUMNS]).take(pa.array(places))
    return rows.append_column("row", pa.array(numbers[places], pa.int64()))


_WORDS: Final = {
    "decision": "its decision", "ground": "its ground", "closed_at": "the closing date", "expires": "the expiry",
}  # fmt: skip


def _emptied(table: pa.Table) -> pa.Table:
    """Return the table with texts of nothing but space as null and the ends of others trimmed."""
    for place, one in enumerate(table.schema):
        if pa.types.is_string(one.type):
            column = pc.utf8_trim_whitespace(table.column(place))
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
            table = table.set_column(place, one, column)
    return table


def _unnamed(table: pa.Table) -> dict[int, str]:
    """Return, by place, why a row names no account that can be compared."""
    wrong = dict.fromkeys(np.flatnonzero(np.asarray(table["account"].is_null())).tolist(), "there is no account")
    long = pc.fill_null(pc.greater(pc.utf8_length(table["account"]), _MAX_ACCOUNT), fill_value=False)
    reason = f"the account's name is longer than {_MAX_ACCOUNT} characters"
    wrong |= dict.fromkeys(np.flatnonzero(np.asarray(long)).tolist(), reason)
    kinds = table["kind"].unique().to_pylist()
    strange = [kind for kind in kinds if kind is not None and kind.lower() not in _KINDS]
    if strange:
        found = np.asarray(pc.is_in(table["kind"], value_set=pa.array(strange, pa.string())))
        for place in np.flatnonzero(found).tolist():
            kind = table["kind"][place].as_py()[:40]
            wrong.setdefault(place, f"the kind is {kind!r}, none of {', '.join(sorted(_KINDS))}")
    return wrong


def _keys(table: pa.Table) -> Any:
    """Return the accounts' names: `platform:id` where a platform is given and does not stand before it already."""
    prefix = pc.binary_join_element_wise(pc.utf8_lower(table["platform"]), ":", "")
    named = pc.binary_join_element_wise(prefix, table["account"], "")
    has = pc.and_(table["platform"].is_valid(), pc.invert(_starts_with(table["account"], prefix)))
    return pc.if_else(has, named, table["account"])


def _with_site_names(table: pa.Table) -> pa.Table:
    """Return the table with the handles under which sites and pages are compared (`traits/site_names.py`)."""
    kinds = pc.utf8_lower(table["kind"])
    places = np.flatnonzero(np.asarray(pc.is_in(kinds, value_set=pa.array(["page", "site"])))).tolist()
    if not places:
        return table
    handles = table["handle"].to_pylist()
    rows = table.select(["account", "platform", "url"]).take(pa.array(places)).to_pylist()
    for place, row in zip(places, rows, strict=True):
        kind = AccountKind[kinds[place].as_py().upper()]
        handles[place] = site_handle(kind, handle=handles[place], **row)
    return table.set_column(table.column_names.index("handle"), "handle", pa.chunked_array([handles], pa.string()))


def _starts_with(values: Any, prefixes: Any) -> Any:
    pairs = zip(values.to_pylist(), prefixes.to_pylist(), strict=True)
    return pa.chunked_array(
        [pa.array([bool(prefix) and value.startswith(prefix) for value, prefix in pairs], pa.bool_())]
    )


def _in_bounds(table: pa.Table, numbers: NDArray[np.int64], notes: list[SetAside]) -> pa.Table:
    for name, most in MAX_CHARACTERS.items():
        long = np.flatnonzero(np.asarray(pc.fill_null(pc.greater(pc.utf8_length(table[name]), most), fill_value=False)))
        for place in long.tolist():
            length = len(table[name][place].as_py())
            told = f"{name} has {length:,} characters: only the first {most:,} are looked at"
            notes.append(SetAside(row=int(numbers[place]), reason=told))
        if len(long):
            cut = pc.utf8_slice_codeunits(table[name], 0, most)
            table = table.set_column(table.column_names.index(name), name, cut)
    return table


def _in_time(table: pa.Table, numbers: NDArray[np.int64], now: datetime, notes: list[SetAside]) -> pa.Table:
    """Return the table without openings that clocks can't have shown: in the future, or after the closing."""
    moment = pa.scalar(now, TIME)
    opened = table["created"]
    for late, why in (
        (pc.greater(opened, moment), "created in the future"),
        (pc.greater(opened, table["closed_at"]), "created after it was closed"),
    ):
        places = np.flatnonzero(np.asarray(pc.fill_null(late, fill_value=False)))
        notes += [SetAside(row=int(numbers[place]), reason=f"{why}: the date is not used") for place in places.tolist()]
        if len(places):
            opened = pc.if_else(pc.fill_null(late, fill_value=False), pa.scalar(None, TIME), opened)
    return table.set_column(table.column_names.index("created"), "created", opened)
