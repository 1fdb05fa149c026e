"""How do rows of accounts and posts become portraits? All traits, taken in bulk, column by column.

Each account is seen through its profile and its newest posts, `MOST_POSTS` at most. What one row gives does not depend
on the others, but for who announced whom, which `announce` adds when all are together. Left out: what each trait
is (`traits/`) and how rows are read and checked (`account_tables.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.identity.account_tables import conform_accounts, conform_posts
from seawall.identity.portrait import AccountKind, KeyKind
from seawall.identity.portraits import ABSENT, Portraits, Shown
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import StyleRows
from seawall.identity.traits.key_gathering import KeyGathering, OwnedKeys
from seawall.identity.traits.key_hash import slice_keys
from seawall.identity.traits.languages import language_shares
from seawall.identity.traits.name_keys import bio_texts, handle_texts, name_texts
from seawall.identity.traits.post_keys import announcers, post_keys
from seawall.identity.traits.profile_keys import profile_keys
from seawall.identity.traits.rhythm import hours_of
from seawall.identity.traits.style import StyleSpace, default_space
from seawall.signals.slices import Slices

__all__ = ["MOST_POSTS", "announce", "make_portraits"]

MOST_POSTS: Final = 1_000
"""Of an account with more posts, the newest ones are looked at."""

_MOST_KEYS: Final = 256  # of a kind; phrases have their own, lower bound
_MOST_MINUTES: Final = 1_000
_KINDS: Final = {kind.name.lower(): int(kind) for kind in AccountKind}
_NUMBERS: Final = {"followers": "followers", "created_at": "created", "closed_at": "closed_at", "expires_at": "expires"}

Pictures = Mapping[str, NDArray[np.uint64]]


def make_portraits(
    accounts: pa.Table,
    posts: pa.Table | None = None,
    *,
    space: StyleSpace | None = None,
    pictures: Pictures | None = None,
) -> Portraits:
    """Return the portraits of accounts, in their order.

    Args:
        accounts: a table with the columns of `account_tables.ACCOUNTS`, each account once.
        posts: a table with the columns of `account_tables.POSTS`; those of other accounts are passed over. A column
            `owner` may name the row of the account instead.
        space: the style space to write styles in; the shipped one without.
        pictures: PDQ as four words, by avatar or banner, of pictures good enough to be compared.

    Raises:
        AccountTableError: a table lacks the column `account`, or a column has a type that can't be understood.
    """
    table = conform_accounts(accounts)
    table = table.combine_chunks()
    count = table.num_rows
    seen, owners = _newest(table, posts)
    keys, shown = _keys(table, seen, owners)
    times = _seconds(seen["time"])
    portraits = Portraits(
        texts={
            name: _one(table[name]) for name in ("account", "platform", "handle", "name", "bio", "avatar", "banner")
        },
        numbers=_numbers(table) | _ends(times, owners, count),
        kinds=np.array([_KINDS[(kind or "account").lower()] for kind in table["kind"].to_pylist()], dtype=np.uint8),
        post_counts=np.bincount(owners, minlength=count).astype(np.int32),
        pictures={name: _words(table[name], pictures or {}) for name in ("avatar", "banner")},
        keys=keys,
        minutes=_minutes(times, owners, count),
        **_hours(times, owners, count),
        shown=shown,
    )
    return _with_texts(portraits, seen["text"], owners, space)


def _newest(accounts: pa.Table, posts: pa.Table | None) -> tuple[pa.Table, NDArray[np.int32]]:
    """Return the posts that are looked at, by account and time, and the account's row of each."""
    if posts is None or not posts.num_rows:
        return conform_posts(pa.table({"account": pa.array([], pa.string())})), np.zeros(0, dtype=np.int32)
    table = conform_posts(posts)
    if "owner" in posts.column_names:
        owners = posts["owner"].to_numpy().astype(np.int32)
    else:
        found = pc.index_in(table["account"], value_set=accounts["account"].combine_chunks())
        owners = np.asarray(pc.fill_null(found, -1)).astype(np.int32)
    times = _seconds(table["time"])
    order = np.lexsort((times, owners))
    order = order[owners[order] >= 0]
    lengths = np.bincount(owners[order], minlength=accounts.num_rows)
    rank_from_last = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(order))
    order = order[rank_from_last <= MOST_POSTS]
    return table.take(pa.array(order)).combine_chunks(), owners[order]


def _keys(table: pa.Table, posts: pa.Table, owners: NDArray[np.int32]) -> tuple[dict[KeyKind, Ragged], Shown]:
    """Return the keys of profiles and posts by kind, and what stands behind them."""
    gathering = KeyGathering()
    _add_names(table, gathering)
    found = [gathering.finish(), profile_keys(_one(table["bio"]), _one(table["url"]))]
    if len(owners):
        found.append(
            post_keys(
                _one(posts["text"]),
                owners,
                media=_one(posts["media"]) if posts["media"].null_count < posts.num_rows else None,
                kinds=_one(posts["kind"]) if posts["kind"].null_count < posts.num_rows else None,
                others=_others(posts),
            )
        )
    count = table.num_rows
    by_kind: dict[KeyKind, Ragged] = {}
    for kind in sorted({kind for one in found for kind in one.keys}):
        pairs = [one.of_kind(kind) for one in found]
        owned = np.concatenate([pair.owners for pair in pairs])
        keys = np.concatenate([pair.keys for pair in pairs])
        by_kind[kind] = Ragged.of(owned, keys, count).capped(_MOST_KEYS)
    return by_kind, Shown.joined([one.shown for one in found])


def _others(posts: pa.Table) -> Any:
    """Return whom posts answer or reshare, where it is written as `@handle` or address; ids of posts name nobody."""
    columns = []
    for name in ("reply_to", "reshare_of"):
        column = _one(posts[name])
        named = pc.or_(pc.starts_with(column, "@"), pc.starts_with(column, "https://"))
        columns.append(pc.if_else(pc.fill_null(named, fill_value=False), column, pa.scalar(None, pa.string())))
    others = pc.coalesce(*columns)
    return others if others.null_count < len(others) else None


def _add_names(table: pa.Table, gathering: KeyGathering) -> None:
    """Add the keys of handles, names and the wording of bios, and the accounts themselves as others name them."""
    gathered: dict[KeyKind, tuple[list[int], list[str]]] = {}
    for column, made in (("handle", handle_texts), ("name", name_texts), ("bio", bio_texts)):
        for row, text in enumerate(table[column].to_pylist()):
            if text:
                for kind, found in made(text).items():
                    rows, texts = gathered.setdefault(kind, ([], []))
                    rows += [row] * len(found)
                    texts += found
    for kind, (rows, texts) in gathered.items():
        gathering.add(kind, np.array(rows, dtype=np.int32), slice_keys(Slices.of(texts)))
    own = [(row, f"@{handle.lstrip('@').lower()}") for row, handle in enumerate(table["handle"].to_pylist()) if handle]
    pictures = [
        (row, name) for column in ("avatar", "banner") for row, name in enumerate(table[column].to_pylist()) if name
    ]
    for kind, named in ((KeyKind.OWN, own), (KeyKind.AVATAR, pictures)):
        keys = slice_keys(Slices.of([name for _, name in named]))
        gathering.add(kind, np.array([row for row, _ in named], dtype=np.int32), keys)


def announce(portraits: Portraits) -> Portraits:
    """Return the portraits with the keys of those among them who announced an account (`KeyKind.ANNOUNCER`)."""
    announced, own = portraits.keys.get(KeyKind.ANNOUNCED), portraits.keys.get(KeyKind.OWN)
    if announced is None or own is None:
        return portraits
    own_keys = np.zeros(len(portraits), dtype=np.uint64)
    own_keys[own.owners] = own.values
    pairs = announcers(OwnedKeys(announced.owners.astype(np.int32), announced.values), own_keys)
    keys = dict(portraits.keys)
    keys[KeyKind.ANNOUNCER] = Ragged.of(pairs.owners, pairs.keys, len(portraits)).capped(_MOST_KEYS)
    return replace(portraits, keys=keys)


def _with_texts(portraits: Portraits, texts: Any, owners: NDArray[np.int32], space: StyleSpace | None) -> Portraits:
    """Return the portraits with what is taken from the posts' wording: style and languages."""
    if not len(owners):
        return portraits
    written, count = _one(texts), len(portraits)
    return replace(
        portraits,
        style=StyleRows.of((space or default_space()).vectors(written, owners, count)),
        style_rarity=None if space is None else space.rarity,
        languages=language_shares(written, owners, count),
    )


def _numbers(table: pa.Table) -> dict[str, NDArray[np.int64]]:
    numbers = {}
    for name, column in _NUMBERS.items():
        numbers[name] = _seconds(table[column]) if name != "followers" else _or_absent(table[column])
    return numbers


def _seconds(column: Any) -> NDArray[np.int64]:
    return _or_absent(column.cast(pa.timestamp("s", tz="UTC"), safe=False).cast(pa.int64()))


def _or_absent(column: Any) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(column, ABSENT), dtype=np.int64)


def _ends(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> dict[str, NDArray[np.int64]]:
    """Return the first and last time of each account's posts."""
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, ABSENT)
    timed = times != ABSENT
    np.minimum.at(first, owners[timed], times[timed])
    np.maximum.at(last, owners[timed], times[timed])
    first[last == ABSENT] = ABSENT
    return {"first_post_at": first, "last_post_at": last}


def _minutes(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> Ragged:
    timed = times != ABSENT
    return Ragged.of(owners[timed], (times[timed] // 60).astype(np.int32), count).capped(_MOST_MINUTES)


def _hours(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> dict[str, Any]:
    timed = times != ABSENT
    counts = hours_of(times[timed], owners[timed], count)
    rows, hours = np.nonzero(counts)
    return {"hours": Ragged.sorted(rows, hours.astype(np.uint8), count), "hour_posts": counts[rows, hours]}


def _words(column: Any, pictures: Pictures) -> NDArray[np.uint64]:
    words = np.zeros((len(column), 4), dtype=np.uint64)
    if pictures:
        for row, name in enumerate(column.to_pylist()):
            found = pictures.get(name) if name else None
            if found is not None:
                words[row] = found
    return words


def _one(column: Any) -> Any:
    joined = column.combine_chunks()
    if isinstance(joined, pa.ChunkedArray):
        return joined.chunk(0) if joined.num_chunks else pa.array([], joined.type)
    return joined
