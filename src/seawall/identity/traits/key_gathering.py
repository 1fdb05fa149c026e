"""Keys of many accounts by kind, as they are gathered: pairs of account and key, and what stands behind a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.portrait import EMPTY_KEYS, Key, KeyKind, Keys
from seawall.identity.portraits import Shown
from seawall.identity.ragged import Ragged
from seawall.identity.traits.key_hash import slice_keys
from seawall.signals.slices import Slices

__all__ = ["KeyGathering", "OwnedKeys", "Owners", "PostKeys", "join_post_keys", "texts_of"]

Owners = NDArray[np.int32]

_NOBODY: Final[Owners] = np.zeros(0, np.int32)


class OwnedKeys(NamedTuple):
    """Keys and the accounts that hold them: ascending by account, then key, each pair once."""

    owners: Owners
    keys: Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKeys:
    """What was found in posts or profiles, by kind; `shown` says what stands behind a key that can be named."""

    keys: Mapping[KeyKind, OwnedKeys]
    shown: Shown

    def of_kind(self, kind: KeyKind) -> OwnedKeys:
        """Return the pairs of a kind; none are two empty arrays."""
        return self.keys.get(kind, OwnedKeys(_NOBODY, EMPTY_KEYS))


class KeyGathering:
    """Pairs of account and key, gathered piece by piece."""

    def __init__(self) -> None:
        """Begin empty."""
        self._pairs: dict[KeyKind, list[OwnedKeys]] = {}
        self._told: list[tuple[KeyKind, int, str]] = []  # texts to be shown whose keys are reckoned together
        self._shown_keys: list[Keys] = []
        self._shown_texts: list[Any] = []

    def add(self, kind: KeyKind, owners: Any, keys: Any) -> None:
        """Take in pairs in any order."""
        if len(owners):
            self._pairs.setdefault(kind, []).append(
                OwnedKeys(np.asarray(owners, np.int32), np.asarray(keys, np.uint64))
            )

    def show(self, keys: Any, texts: Any) -> None:
        """Take in what stands behind keys; texts are a list or an Arrow array."""
        if len(keys):
            self._shown_keys.append(np.asarray(keys, dtype=np.uint64))
            self._shown_texts.append(whole_column(texts))

    def add_texts(self, kind: KeyKind, owners: Iterable[int], texts: Sequence[str]) -> None:
        """Take in texts as keys of a kind, each with its account, and show them."""
        self._told += [(kind, owner, text) for owner, text in zip(owners, texts, strict=True)]

    def add_text(self, kind: KeyKind, owner: int, text: str) -> None:
        """Take in one text as a key of a kind that an account holds, and show it."""
        self._told.append((kind, owner, text))

    def _settle(self) -> None:
        """Reckon the keys of the texts that were taken in."""
        if not self._told:
            return
        told = sorted(self._told, key=itemgetter(0))  # stable: by kind
        self._told = []
        texts = [text for _, _, text in told]
        keys, owners = slice_keys(Slices.of(texts)), np.array([owner for _, owner, _ in told], np.int32)
        first = 0
        for kind, count in Counter(kind for kind, _, _ in told).items():
            self.add(kind, owners[first : first + count], keys[first : first + count])
            first += count
        self.show(keys, texts)

    def add_slices(self, kind: KeyKind, owners: Owners, slices: Slices) -> None:
        """Take in slices as keys of a kind, and show each of them once."""
        keys = slice_keys(slices)
        self.add(kind, owners, keys)
        unique, first = np.unique(keys, return_index=True)
        self.show(unique, texts_of(slices, first))

    def finish(self) -> PostKeys:
        """Return what was gathered."""
        self._settle()
        keys = {kind: _once(pieces) for kind, pieces in sorted(self._pairs.items())}
        return PostKeys(keys=MappingProxyType(keys), shown=self.shown())

    def rows(self, count: int) -> dict[KeyKind, Ragged]:
        """Return the keys by kind, those of each of `count` accounts behind each other, each once."""
        self._settle()
        if count == 1:
            kinds = sorted(self._pairs)
            found = [_joined([piece.keys for piece in self._pairs[kind]]) for kind in kinds]
            return dict(zip(kinds, Ragged.of_one(found), strict=True))
        return {
            kind: Ragged.of(
                _joined([piece.owners for piece in pieces]), _joined([piece.keys for piece in pieces]), count
            )
            for kind, pieces in sorted(self._pairs.items())
        }

    def shown(self) -> Shown:
        """Return what stands behind the keys that are shown."""
        self._settle()
        if not self._shown_keys:
            return Shown(EMPTY_KEYS, pa.array([], pa.large_string()))
        if len(self._shown_texts) == 1 and isinstance(self._shown_texts[0], list):
            return _shown_of(self._shown_keys[0].tolist(), self._shown_texts[0])
        texts = [_as_large(one) for one in self._shown_texts]
        told = texts[0] if len(texts) == 1 else pa.concat_arrays(texts)
        shown, first = np.unique(_joined(self._shown_keys), return_index=True)
        return Shown(shown, told.take(pa.array(first)))


def join_post_keys(parts: Sequence[PostKeys], *, most: Mapping[KeyKind, int] | None = None) -> PostKeys:
    """Return what all parts hold; of the kinds in `most` each account keeps so many smallest keys."""
    gathering = KeyGathering()
    for part in parts:
        for kind, pairs in part.keys.items():
            gathering.add(kind, pairs.owners, pairs.keys)
        gathering.show(part.shown.keys_, part.shown.texts)
    joined = gathering.finish()
    limits = most or {}
    keys = {kind: _smallest(pairs, limits[kind]) if kind in limits else pairs for kind, pairs in joined.keys.items()}
    return PostKeys(keys=MappingProxyType(keys), shown=joined.shown)


def texts_of(slices: Slices, places: NDArray[np.int64]) -> Any:
    """Return some slices as an Arrow string array."""
    from seawall.signals.url_levels_kernel import gather  # compiles: only when needed

    starts, ends = slices.starts[places], slices.ends[places]
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(ends - starts)))
    octets = gather(slices.data, starts, ends, offsets)
    return pa.LargeStringArray.from_buffers(len(places), pa.py_buffer(offsets), pa.py_buffer(octets))


def _shown_of(keys: list[Key], texts: list[str]) -> Shown:
    told = dict(zip(reversed(keys), reversed(texts), strict=True))  # the first text of a key stays
    order = sorted(told)
    return Shown(np.array(order, np.uint64), pa.array([told[key] for key in order], pa.large_string()))


def _as_large(texts: Any) -> Any:
    if isinstance(texts, list):
        return pa.array(texts, pa.large_string())
    return texts if texts.type == pa.large_string() else texts.cast(pa.large_string())


def _joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _once(pieces: list[OwnedKeys]) -> OwnedKeys:
    owners = np.concatenate([piece.owners for piece in pieces])
    keys = np.concatenate([piece.keys for piece in pieces])
    order = np.lexsort((keys, owners))
    owners, keys = owners[order], keys[order]
    first = np.ones(len(owners), np.bool_)
    first[1:] = (owners[1:] != owners[:-1]) | (keys[1:] != keys[:-1])
    return OwnedKeys(owners[first], keys[first])


def _smallest(pairs: OwnedKeys, most: int) -> OwnedKeys:
    begins = np.flatnonzero(np.diff(pairs.owners, prepend=np.int32(-1)))
    rank = np.arange(len(pairs.owners)) - np.repeat(begins, np.diff(np.append(begins, len(pairs.owners))))
    return OwnedKeys(pairs.owners[rank < most], pairs.keys[rank < most])
