"""The portraits of many accounts, column by column: a row of it becomes a `Portrait` when one is asked for.

Texts are Arrow arrays, sets of keys lie behind each other by kind (`ragged.py`), style vectors are eight bits a number,
hours of the week only where something was posted. A million accounts take some gigabytes less than as objects, and the
arrays can be read by mapping them. Left out: how they are made (`portrait_making.py`) and kept (`bank_folder.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.portrait import EMPTY_KEYS, Key, KeyKind, Keys, Portrait
from seawall.identity.portrait_rows import ABSENT, NUMBERS, TEXTS, KeysOfRow, RowReader
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import StyleRows
from seawall.identity.traits.style_rarity import StyleRarity

__all__ = ["ABSENT", "NUMBERS", "TEXTS", "Portraits", "Shown"]


class Shown(Mapping[Key, str]):
    """What stands behind a key, of all accounts together."""

    __slots__ = ("keys_", "texts")

    def __init__(self, keys: Keys, texts: Any) -> None:
        """Take ascending keys, each once, and their texts as an Arrow array."""
        self.keys_ = keys
        self.texts = texts

    def __getitem__(self, key: Key) -> str:
        """Return the text behind a key."""
        place = int(np.searchsorted(self.keys_, np.uint64(key)))
        if place == len(self.keys_) or int(self.keys_[place]) != key:
            raise KeyError(key)
        return str(self.texts[place].as_py())

    def __iter__(self) -> Iterator[Key]:
        """Walk the keys."""
        return iter(self.keys_.tolist())

    def __len__(self) -> int:
        """Count the keys."""
        return len(self.keys_)

    @classmethod
    def of(cls, keys: Keys, texts: Any) -> Self:
        """Take keys with their texts in any order; of several texts of one key the least stays."""
        order = np.argsort(keys, kind="stable")
        ascending = keys[order]
        texts = whole_column(texts.cast(pa.large_string())).take(pa.array(order))
        again = ascending[1:] == ascending[:-1]
        if not again.any():
            return cls(ascending.astype(np.uint64), texts)
        first = np.concatenate((np.ones(1, dtype=bool), ~again))
        other = again & np.asarray(pc.not_equal(texts.slice(1), texts.slice(0, len(texts) - 1)), dtype=bool)
        starts = np.flatnonzero(first)
        places, ends = starts.copy(), np.append(starts[1:], len(texts))
        runs = np.unique(np.searchsorted(starts, np.flatnonzero(other) + 1, side="right") - 1)
        for run in runs.tolist():  # two texts of one key: rare
            places[run] = min(range(int(starts[run]), int(ends[run])), key=lambda at: str(texts[at].as_py()))
        return cls(ascending[first].astype(np.uint64), texts.take(pa.array(places)))

    def only(self, columns: Iterable[Keys]) -> Self:
        """Return what stands behind the keys of these columns, and nothing else."""
        held = np.zeros(len(self.keys_), dtype=bool)
        for keys in columns:
            wanted = np.unique(keys)
            places = np.searchsorted(self.keys_, wanted)
            inside = places < len(self.keys_)
            places, wanted = places[inside], wanted[inside]
            held[places[self.keys_[places] == wanted]] = True
        return type(self)(self.keys_[held], whole_column(self.texts).take(pa.array(np.flatnonzero(held))))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return what all parts show."""
        if len(parts) == 1:
            return parts[0]
        keys = np.concatenate([part.keys_ for part in parts])
        return cls.of(keys, pa.chunked_array([part.texts for part in parts], pa.large_string()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portraits:
    """Portraits in columns; `portraits[i]` is one.

    `numbers` are int64 with `ABSENT` where there is none; `kinds` are `AccountKind` values; `pictures` are PDQ as four
    words, with zeros where there is none.
    """

    texts: Mapping[str, Any]
    numbers: Mapping[str, NDArray[np.int64]]
    kinds: NDArray[np.uint8]
    post_counts: NDArray[np.int32]
    own_post_counts: NDArray[np.int32]  # of own words: those behind style and languages
    pictures: Mapping[str, NDArray[np.uint64]]  # avatar, banner
    keys: Mapping[KeyKind, Ragged]
    words: Ragged  # of own posts
    minutes: Ragged
    hours: Ragged  # hours of the week in which something was posted, ascending
    hour_posts: NDArray[np.uint16]  # posts in each of these
    languages: NDArray[np.float32] | None = None
    style: StyleRows | None = None
    style_rarity: StyleRarity | None = None  # what a cosine means; that of the shipped space where None
    shown: Shown = field(default_factory=lambda: Shown(EMPTY_KEYS, pa.array([], pa.large_string())))
    _rows: RowReader | None = field(init=False, repr=False, compare=False, default=None)

    def __len__(self) -> int:
        """Count the accounts."""
        return len(self.kinds)

    @property
    def accounts(self) -> Any:
        """Return the accounts' names as an Arrow array."""
        return self.texts["account"]

    def keys_of(self, row: int) -> KeysOfRow:
        """Return the keys of one account by kind."""
        return KeysOfRow(self.keys, row)

    def __getitem__(self, row: int) -> Portrait:
        """Return one portrait."""
        if not 0 <= row < len(self.kinds):
            raise IndexError(f"there is no account {row} among {len(self)}")
        return self._reader().portrait(row)

    def beside(self, portrait: Portrait, rows: NDArray[np.int64]) -> list[Portrait]:
        """Return some portraits that are to be compared with one: what they share with it is known at once."""
        return self._reader().portraits_beside(portrait, rows)

    def _reader(self) -> RowReader:
        if self._rows is None:  # made when first asked for: what is only joined needs none
            object.__setattr__(self, "_rows", RowReader(self))
        assert self._rows is not None
        return self._rows

    def __iter__(self) -> Iterator[Portrait]:
        """Walk the portraits."""
        return (self[row] for row in range(len(self)))

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Return some accounts in that order; all that is shown behind keys stays."""
        places = pa.array(rows)
        return type(self)(
            texts={name: column.take(places) for name, column in self.texts.items()},
            numbers={name: column[rows] for name, column in self.numbers.items()},
            kinds=self.kinds[rows],
            post_counts=self.post_counts[rows],
            own_post_counts=self.own_post_counts[rows],
            pictures={name: words[rows] for name, words in self.pictures.items()},
            keys={kind: held.take(rows) for kind, held in self.keys.items()},
            words=self.words.take(rows),
            minutes=self.minutes.take(rows),
            hours=self.hours.take(rows),
            hour_posts=Ragged(starts=self.hours.starts, values=self.hour_posts).take(rows).values,
            languages=None if self.languages is None else self.languages[rows],
            style=None if self.style is None else self.style.take(rows),
            style_rarity=self.style_rarity,
            shown=self.shown,
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the accounts of all parts, one part after the other; at least one part."""
        if len(parts) == 1:
            return parts[0]
        kinds_of_keys = sorted({kind for part in parts for kind in part.keys})
        return cls(
            texts={name: whole_column(pa.chunked_array([part.texts[name] for part in parts])) for name in TEXTS},
            numbers={name: np.concatenate([part.numbers[name] for part in parts]) for name in NUMBERS},
            kinds=np.concatenate([part.kinds for part in parts]),
            post_counts=np.concatenate([part.post_counts for part in parts]),
            own_post_counts=np.concatenate([part.own_post_counts for part in parts]),
            pictures={name: np.concatenate([part.pictures[name] for part in parts]) for name in ("avatar", "banner")},
            keys={
                kind: Ragged.joined([part.keys.get(kind) or Ragged.empty(len(part), np.uint64) for part in parts])
                for kind in kinds_of_keys
            },
            words=Ragged.joined([part.words for part in parts]),
            minutes=Ragged.joined([part.minutes for part in parts]),
            hours=Ragged.joined([part.hours for part in parts]),
            hour_posts=np.concatenate([part.hour_posts for part in parts]),
            languages=_joined_rows([(len(part), part.languages) for part in parts]),
            style=_joined_style(parts),
            style_rarity=next((part.style_rarity for part in parts if part.style_rarity is not None), None),
            shown=Shown.joined([part.shown for part in parts]),
        )


def _joined_rows(parts: list[tuple[int, NDArray[np.float32] | None]]) -> NDArray[np.float32] | None:
    width = max((rows.shape[1] for _, rows in parts if rows is not None), default=None)
    if width is None:
        return None
    return np.concatenate([np.zeros((n, width), np.float32) if rows is None else rows for n, rows in parts])


def _joined_style(parts: Sequence[Portraits]) -> StyleRows | None:
    width = max((part.style.steps.shape[1] for part in parts if part.style is not None), default=None)
    if width is None:
        return None
    rows = [
        part.style or StyleRows(steps=np.zeros((len(part), width), np.int8), scales=np.zeros(len(part), np.float32))
        for part in parts
    ]
    return StyleRows(
        steps=np.concatenate([one.steps for one in rows]), scales=np.concatenate([one.scales for one in rows])
    )
