"""How do rows of accounts and posts become portraits? All traits, taken in bulk, column by column.

Each account is seen through its profile and its newest posts, `MOST_POSTS` at most. What one row gives does not depend
on the others; who announced whom is added when all are together (`announcers.py`). Left out: what each trait is
(`traits/`) and how rows are read and checked (`account_tables.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus import TIME
from seawall.corpus.columns import whole_column
from seawall.identity.account_tables import POSTS, account_columns, post_columns
from seawall.identity.portrait import AccountKind, KeyKind, Keys
from seawall.identity.portraits import ABSENT, TEXTS, Portraits, Shown
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import StyleRows
from seawall.identity.traits.key_gathering import KeyGathering
from seawall.identity.traits.key_hash import slice_keys
from seawall.identity.traits.languages import language_shares
from seawall.identity.traits.name_keys import bio_texts, handle_texts, name_texts
from seawall.identity.traits.named_in_posts import FEW_TEXTS
from seawall.identity.traits.own_posts import own_posts
from seawall.identity.traits.post_keys import gather_posts
from seawall.identity.traits.post_words import own_word_keys
from seawall.identity.traits.profile_keys import gather_profiles
from seawall.identity.traits.rhythm import hours_of, hours_of_one
from seawall.identity.traits.style import StyleSpace, default_space
from seawall.signals.slices import Slices

__all__ = ["MOST_POSTS", "make_portraits"]

MOST_POSTS: Final = 1_000
"""Of an account with more posts, the newest ones are looked at."""

_MOST_KEYS: Final = 256  # of a kind; phrases have their own, lower bound
_MOST_MINUTES: Final = 1_000
_KINDS: Final = {kind.name.lower(): int(kind) for kind in AccountKind}
_NUMBERS: Final = {"followers": "followers", "created_at": "created", "closed_at": "closed_at", "expires_at": "expires"}

_SECOND: Final = 1_000_000  # in the unit of `TIME`

Columns = dict[str, Any]
Pictures = Mapping[str, NDArray[np.uint64]]
Sites = Mapping[str, Mapping[KeyKind, Keys]]


def make_portraits(
    accounts: pa.Table,
    posts: pa.Table | None = None,
    *,
    space: StyleSpace | None = None,
    pictures: Pictures | None = None,
    sites: Sites | None = None,
) -> Portraits:
    """Return the portraits of accounts, in their order.

    Args:
        accounts: a table with the columns of `account_tables.ACCOUNTS`, each account once.
        posts: a table with the columns of `account_tables.POSTS`; those of other accounts are passed over. A column
            `owner` may name the row of the account instead.
        space: the style space to write styles in; the shipped one without.
        pictures: PDQ as four words, by avatar or banner, of pictures good enough to be compared.
        sites: keys of certificates and page structures, by account.

    Raises:
        AccountTableError: a table lacks the column `account`, or a column has a type that can't be understood.
    """
    table = {name: whole_column(column) for name, column in account_columns(accounts).items()}
    count = len(table["account"])
    seen, owners = _newest(table["account"], posts)
    keys, shown = _keys(table, seen, owners, sites or {})
    times = _seconds(seen["time"])
    return Portraits(
        texts={name: table[name] for name in TEXTS},
        numbers=_numbers(table) | _ends(times, owners, count),
        kinds=np.array([_KINDS[(kind or "account").lower()] for kind in table["kind"].to_pylist()], dtype=np.uint8),
        post_counts=np.bincount(owners, minlength=count).astype(np.int32),
        pictures={name: _words(table[name], pictures or {}) for name in ("avatar", "banner")},
        keys=keys,
        minutes=_minutes(times, owners, count),
        **_hours(times, owners, count),
        shown=shown,
        **_wording(seen, owners, count, space),
    )


def _newest(accounts: Any, posts: pa.Table | None) -> tuple[Columns, NDArray[np.int32]]:
    """Return the posts that are looked at, by account and time, and the account's row of each."""
    if posts is None or not posts.num_rows:
        return {one.name: pa.array([], one.type) for one in POSTS}, np.zeros(0, dtype=np.int32)
    table = {name: whole_column(column) for name, column in post_columns(posts).items()}
    if "owner" in posts.column_names:
        owners = posts["owner"].to_numpy().astype(np.int32)
    else:
        found = pc.index_in(table["account"], value_set=accounts)
        owners = np.asarray(pc.fill_null(found, -1)).astype(np.int32)
    del table["account"]
    if len(accounts) == 1 and len(owners) <= MOST_POSTS and not owners.any():  # one account's, all of them: no choice
        return table, owners
    times = _seconds(table["time"])
    order = np.lexsort((times, owners))
    order = order[owners[order] >= 0]
    if len(order) > MOST_POSTS:
        lengths = np.bincount(owners[order], minlength=len(accounts))
        rank_from_last = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(order))
        order = order[rank_from_last <= MOST_POSTS]
    places = pa.array(order)
    return {
        name: column.take(places) if column.null_count < len(column) else pa.nulls(len(order), column.type)
        for name, column in table.items()
    }, owners[order]


def _keys(
    table: Columns, posts: Columns, owners: NDArray[np.int32], sites: Sites
) -> tuple[dict[KeyKind, Ragged], Shown]:
    """Return the keys of profiles and posts by kind, and what stands behind them."""
    gathering = KeyGathering()
    _add_names(table, gathering)
    _add_sites(table["account"], sites, gathering)
    profiles = [table["bio"], table["url"]]
    if not len(owners) or len(owners) + 2 * len(table["account"]) > FEW_TEXTS:
        gather_profiles(gathering, *profiles)
        profiles = []
    if len(owners):
        gather_posts(
            gathering,
            posts["text"],
            owners,
            media=_unless_empty(posts["media"]),
            kinds=_unless_empty(posts["kind"]),
            others=_others(posts),
            profiles=[one for one in profiles if one.null_count < len(one)],
        )
    rows = gathering.rows(len(table["account"]))
    return {kind: held.capped(_MOST_KEYS) for kind, held in rows.items()}, gathering.shown()


def _unless_empty(column: Any) -> Any:
    return column if column.null_count < len(column) else None


def _others(posts: Columns) -> Any:
    """Return whom posts answer or reshare, where it is written as `@handle` or address; ids of posts name nobody."""
    columns = []
    for name in ("reply_to", "reshare_of"):
        column = posts[name]
        if column.null_count == len(column):
            continue
        named = pc.or_(pc.starts_with(column, "@"), pc.starts_with(column, "https://"))
        columns.append(pc.if_else(pc.fill_null(named, fill_value=False), column, pa.scalar(None, pa.string())))
    return _unless_empty(pc.coalesce(*columns)) if columns else None


def _add_names(table: Columns, gathering: KeyGathering) -> None:
    """Add the keys of handles, names and the wording of bios, and the accounts themselves as others name them."""
    gathered: dict[KeyKind, tuple[list[int], list[str]]] = {KeyKind.OWN: ([], []), KeyKind.AVATAR: ([], [])}
    for column, made in (("handle", handle_texts), ("name", name_texts), ("bio", bio_texts)):
        for row, text in enumerate(table[column].to_pylist()):
            if text:
                for kind, found in made(text).items():
                    rows, texts = gathered.setdefault(kind, ([], []))
                    rows += [row] * len(found)
                    texts += found
    for kind, column in ((KeyKind.OWN, "handle"), (KeyKind.AVATAR, "avatar"), (KeyKind.AVATAR, "banner")):
        rows, texts = gathered[kind]
        for row, name in enumerate(table[column].to_pylist()):
            if name:
                rows.append(row)
                texts.append(f"@{name.lstrip('@').lower()}" if kind is KeyKind.OWN else name)
    keys = slice_keys(Slices.of([text for _, texts in gathered.values() for text in texts]))
    first = 0
    for kind, (rows, _) in gathered.items():
        gathering.add(kind, np.array(rows, dtype=np.int32), keys[first : first + len(rows)])
        first += len(rows)


def _add_sites(accounts: Any, sites: Sites, gathering: KeyGathering) -> None:
    for row, account in enumerate(accounts.to_pylist() if sites else ()):
        for kind, keys in sites.get(account, {}).items():
            gathering.add(kind, np.full(len(keys), row, dtype=np.int32), keys)


def _wording(posts: Columns, owners: NDArray[np.int32], count: int, space: StyleSpace | None) -> dict[str, Any]:
    """Return what is taken from the wording of own posts: how many they are, style and languages."""
    if not len(owners):
        return {"own_post_counts": np.zeros(count, np.int32), "words": Ragged.empty(count, np.uint32)}
    own = own_posts(posts["text"], kinds=posts["kind"], reshares=posts["reshare_of"])
    whose, measured = owners[own.rows], space or default_space()
    return {
        "own_post_counts": np.bincount(whose[own.worded()], minlength=count).astype(np.int32),
        "style": StyleRows.of(measured.vectors(own.words_of(measured.features), whose, count)),
        "style_rarity": None if space is None else space.rarity,
        "languages": language_shares(own.words, whose, count),
        "words": own_word_keys(own.words, whose, count),
    }


def _numbers(table: Columns) -> dict[str, NDArray[np.int64]]:
    numbers = {}
    for name, column in _NUMBERS.items():
        numbers[name] = _seconds(table[column]) if name != "followers" else _or_absent(table[column])
    return numbers


def _seconds(column: Any) -> NDArray[np.int64]:
    if column.null_count == len(column):
        return np.full(len(column), ABSENT)
    assert column.type == TIME
    octets = column.buffers()[1]
    times = np.frombuffer(octets, np.int64)[column.offset : column.offset + len(column)]
    seconds = (times - np.fmod(times, _SECOND)) // _SECOND  # towards 1970, as Arrow has it
    if column.null_count:
        seconds[np.asarray(column.is_null())] = ABSENT
    return np.asarray(seconds)


def _or_absent(column: Any) -> NDArray[np.int64]:
    if column.null_count == len(column):
        return np.full(len(column), ABSENT)
    return np.asarray(pc.fill_null(column, ABSENT) if column.null_count else column, dtype=np.int64)


def _ends(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> dict[str, NDArray[np.int64]]:
    """Return the first and last time of each account's posts."""
    timed = times != ABSENT
    if count == 1 and timed.any():  # one account's: less work
        known = times[timed]
        return {"first_post_at": known.min(keepdims=True), "last_post_at": known.max(keepdims=True)}
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, ABSENT)
    np.minimum.at(first, owners[timed], times[timed])
    np.maximum.at(last, owners[timed], times[timed])
    first[last == ABSENT] = ABSENT
    return {"first_post_at": first, "last_post_at": last}


def _minutes(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> Ragged:
    timed = times != ABSENT
    return Ragged.of(owners[timed], (times[timed] // 60).astype(np.int32), count).capped(_MOST_MINUTES)


def _hours(times: NDArray[np.int64], owners: NDArray[np.int32], count: int) -> dict[str, Any]:
    timed = times != ABSENT
    if count == 1:
        held, posts = hours_of_one(times[timed])
        return {"hours": Ragged(starts=np.array((0, len(held)), np.int64), values=held), "hour_posts": posts}
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
