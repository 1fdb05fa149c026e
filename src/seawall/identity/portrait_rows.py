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

    __slots__ = ("_columns", "_cut", "_row")

    def __init__(self, columns: Mapping[KeyKind, Ragged], row: int) -> None:
        """View one row of the columns."""
        self._columns = columns
        self._row = row
        self._cut: dict[KeyKind, Keys] = {}  # a new account's are asked for once a candidate

    def __getitem__(self, kind: KeyKind) -> Keys:
        """Return the keys of a kind."""
        found: Keys = self._columns[kind][self._row]
        if not len(found):
            raise KeyError(kind)
        return found

    def get(self, kind: KeyKind, default: Any = None) -> Any:
        """Return the keys of a kind, or `default` where the account has none."""
        found = self._cut.get(kind)
        if found is None:
            column = self._columns.get(kind)
            if column is None:
                return default
            found = self._cut[kind] = column[self._row]
        return found if len(found) else default

    def __iter__(self) -> Iterator[KeyKind]:
        """Walk the kinds of which the account has a key."""
        return (kind for kind, column in self._columns.items() if len(column[self._row]))

    def __len__(self) -> int:
        """Count the kinds of which the account has a key."""
        return sum(1 for _ in self)


class RowReader:
    """Reads rows of `Portraits`; texts of no length are absent."""

    __slots__ = ("_has_language", "_has_picture", "_kinds", "_numbers", "_of", "_post_counts", "_texts")

    def __init__(self, of: Portraits) -> None:
        """View the columns; nothing is copied but what Arrow holds in pieces."""
        self._of = of
        read = _Texts if len(of) <= _FEW else _Octets
        self._texts = {name: read(column) for name, column in of.texts.items()}
        self._numbers = {name: _plain(of.numbers[name]) for name in NUMBERS if name != "expires_at"}
        self._kinds, self._post_counts = _plain(of.kinds), _plain(of.post_counts)
        self._has_picture = {name: _plain(words.any(axis=1)) for name, words in of.pictures.items()}
        self._has_language = None if of.languages is None else _plain(of.languages.any(axis=1))

    def portrait(self, row: int) -> Portrait:
        """Return the portrait of a row that is there."""
        of = self._of
        values: dict[str, Any] = {name: column[row] for name, column in self._texts.items()}
        for name, column in self._numbers.items():
            number = column[row]
            values[name] = None if number == ABSENT else number
        posts = self._post_counts[row]
        if posts:
            values["minutes"] = of.minutes[row].astype(np.int64)
            values["hours"] = self._hours(row)
            if of.style is not None:
                values["style"] = of.style[row]
                values["style_rarity"] = of.style_rarity
        if self._has_language is not None and self._has_language[row]:
            assert of.languages is not None
            values["languages"] = of.languages[row]
        if self._has_picture["avatar"][row]:
            values["avatar_bits"] = of.pictures["avatar"][row]
        if self._has_picture["banner"][row]:
            values["banner_bits"] = of.pictures["banner"][row]
        return Portrait(
            **values, kind=_KINDS[self._kinds[row]], post_count=posts, keys=KeysOfRow(of.keys, row), shown=of.shown
        )

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


def _plain(array: Any) -> memoryview:  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
    return memoryview(array)
