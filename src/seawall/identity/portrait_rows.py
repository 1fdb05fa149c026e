"""How is one row of many portraits read quickly? Each column as plain memory, a value at a time.

Made for comparing: dozens of closed accounts are looked at for each new one, so a row may cost some ten microseconds.
Arrow and numpy scalars take a third of one each; offsets and octets read through `memoryview` a tenth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import AccountKind, KeyKind, Keys, Portrait
from seawall.identity.ragged import Ragged
from seawall.signals.slices import string_buffers

if TYPE_CHECKING:
    from seawall.identity.portraits import Portraits

__all__ = ["ABSENT", "NUMBERS", "TEXTS", "KeysOfRow", "RowReader"]

TEXTS: Final = ("account", "platform", "handle", "name", "bio", "avatar", "banner")
NUMBERS: Final = ("followers", "created_at", "first_post_at", "last_post_at", "closed_at", "expires_at")
ABSENT: Final = np.iinfo(np.int64).min

_HOURS: Final = 168
_FEW: Final = 16  # rows that are read no quicker by their octets
_KINDS: Final = tuple(AccountKind)


class KeysOfRow(Mapping[KeyKind, Keys]):
    """The keys of one account by kind, cut out when they are asked for."""

    __slots__ = ("_columns", "_cut", "_known", "_row", "held")

    def __init__(self, columns: Mapping[KeyKind, Ragged], row: int, held: int | None = None) -> None:
        """View one row of the columns; `held`, where it is known, has a bit for each kind of which there is a key."""
        self._columns = columns
        self._row = row
        if held is None:
            held = sum(1 << kind for kind, column in columns.items() if len(column[row]))
        self.held = held
        self._cut: dict[KeyKind, Keys] = {}  # a new account's are asked for once a candidate
        self._known: tuple[Mapping[KeyKind, Keys] | None, int] = (None, 0)

    def __getitem__(self, kind: KeyKind) -> Keys:
        """Return the keys of a kind."""
        found: Keys = self._columns[kind][self._row]
        if not len(found):
            raise KeyError(kind)
        return found

    def get(self, kind: KeyKind, default: Any = None) -> Any:
        """Return the keys of a kind, or `default` where the account has none."""
        if not self.held >> kind & 1:
            return default
        found = self._cut.get(kind)
        if found is None:
            found = self._cut[kind] = self._columns[kind][self._row]
        return found

    def __iter__(self) -> Iterator[KeyKind]:
        """Walk the kinds of which the account has a key."""
        return (kind for kind in self._columns if self.held >> kind & 1)

    def __len__(self) -> int:
        """Count the kinds of which the account has a key."""
        return self.held.bit_count()

    def note_shared(self, others: Mapping[KeyKind, Keys], kinds: int) -> None:
        """Note of which kinds a key is shared with other keys, a bit each."""
        self._known = (others, kinds)

    def shared_with(self, others: Mapping[KeyKind, Keys]) -> int | None:
        """Return of which kinds a key is shared with other keys, where that was noted last."""
        known, kinds = self._known
        return kinds if known is others else None


class RowReader:
    """Reads rows of `Portraits`; texts of no length are absent."""

    __slots__ = (
        "_columns",
        "_has_language",
        "_has_picture",
        "_held",
        "_kinds",
        "_numbers",
        "_of",
        "_own_post_counts",
        "_post_counts",
        "_texts",
    )

    def __init__(self, of: Portraits) -> None:
        """View the columns; nothing is copied but what Arrow holds in pieces."""
        self._of = of
        read = _Texts if len(of) <= _FEW else _Octets
        self._texts = [read(of.texts[name]) for name in TEXTS]
        self._numbers = [_plain(of.numbers[name]) for name in NUMBERS if name != "expires_at"]
        self._held = _plain(_held(of.keys, len(of)))
        self._columns: _Columns | None = None
        self._kinds, self._post_counts = _plain(of.kinds), _plain(of.post_counts)
        self._own_post_counts = _plain(of.own_post_counts)
        self._has_picture = {name: _plain(words.any(axis=1)) for name, words in of.pictures.items()}
        self._has_language = _plain(np.zeros(len(of), bool) if of.languages is None else of.languages.any(axis=1))

    def portrait(self, row: int) -> Portrait:
        """Return the portrait of a row that is there."""
        of, posts = self._of, self._post_counts[row]
        account, platform, handle, name, bio, avatar, banner = [column[row] for column in self._texts]
        assert account is not None
        followers, created_at, first_post_at, last_post_at, closed_at = [
            None if (number := column[row]) == ABSENT else number for column in self._numbers
        ]
        return Portrait(
            account=account,
            kind=_KINDS[self._kinds[row]],
            platform=platform,
            handle=handle,
            name=name,
            bio=bio,
            avatar=avatar,
            avatar_bits=of.pictures["avatar"][row] if self._has_picture["avatar"][row] else None,
            banner=banner,
            banner_bits=of.pictures["banner"][row] if self._has_picture["banner"][row] else None,
            followers=followers,
            created_at=created_at,
            first_post_at=first_post_at,
            last_post_at=last_post_at,
            closed_at=closed_at,
            post_count=posts,
            own_post_count=self._own_post_counts[row],
            keys=KeysOfRow(of.keys, row, self._held[row]),
            shown=of.shown,
            words=of.words[row],
            minutes=of.minutes[row].astype(np.int64) if posts else None,
            hours=self._hours(row) if posts else None,
            languages=of.languages[row] if self._has_language[row] else None,  # type: ignore[index]  # none has any
            style=of.style[row] if posts and of.style is not None else None,
            style_rarity=of.style_rarity if posts and of.style is not None else None,
        )

    def portraits_beside(self, portrait: Portrait, rows: NDArray[np.int64]) -> list[Portrait]:
        """Return the portraits of some rows, which know of what kinds they share a key with this portrait."""
        from seawall.identity.shared_kinds_kernel import mark_shared_kinds  # compiles: only when needed

        shared = np.empty(len(rows), np.uint32)
        keys = tuple(portrait.of_kind(kind) for kind in KeyKind)
        if self._columns is None:
            self._columns = _by_number(self._of.keys, len(self._of))
        mark_shared_kinds(keys, *self._columns, rows, shared)
        found = [self.portrait(row) for row in rows.tolist()]
        for one, kinds in zip(found, shared.tolist(), strict=True):
            one.keys.note_shared(portrait.keys, kinds)  # type: ignore[attr-defined]  # `portrait` makes `KeysOfRow`
        return found

    def _hours(self, row: int) -> NDArray[np.uint16] | None:
        of = self._of
        start, end = of.hours.starts[row], of.hours.starts[row + 1]
        if start == end:
            return None
        hours = np.zeros(_HOURS, dtype=np.uint16)
        hours[of.hours.values[start:end]] = of.hour_posts[start:end]
        return hours


class _Octets:
    """A column of texts, read by its octets."""

    __slots__ = ("_data", "_offsets")

    def __init__(self, column: Any) -> None:
        data, offsets = string_buffers(column)
        self._data, self._offsets = _plain(data), _plain(offsets)

    def __getitem__(self, row: int) -> str | None:
        start, end = self._offsets[row], self._offsets[row + 1]
        return str(self._data[start:end], "utf-8") if end > start else None


class _Texts:
    """A short column of texts, read at once."""

    __slots__ = ("_values",)

    def __init__(self, column: Any) -> None:
        self._values: list[str | None] = column.to_pylist()

    def __getitem__(self, row: int) -> str | None:
        return self._values[row] or None


_Columns = tuple[tuple[NDArray[np.int64], ...], tuple[Keys, ...]]  # starts and values of each kind


def _by_number(columns: Mapping[KeyKind, Ragged], count: int) -> _Columns:
    """Return the columns of all kinds in their order, empty ones for kinds that are not there."""
    empty = Ragged.empty(count, np.uint64)
    found = [columns.get(kind) or empty for kind in KeyKind]
    return tuple(column.starts for column in found), tuple(column.values for column in found)


def _held(columns: Mapping[KeyKind, Ragged], count: int) -> NDArray[np.uint32]:
    """Return for each row the kinds of which it has a key, a bit each."""
    if count == 1:
        return np.array([sum(1 << kind for kind, column in columns.items() if len(column.values))], np.uint32)
    held = np.zeros(count, np.uint32)
    for kind, column in columns.items():
        held[np.diff(column.starts) > 0] |= np.uint32(1 << kind)
    return held


def _plain(array: Any) -> memoryview:  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
    return memoryview(array)
