"""Whom and what do texts name? Their addresses, mentions, hashtags, contact points and announcements as keys.

The bulk part of `post_keys.py` and `profile_keys.py`: one scan for marks, the compiled finders of `seawall.signals` for
addresses and wallets, and a closer look in Python at the few texts that may hold an e-mail address, a telephone number
or an announcement. Left out: whole posts and phrases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.address_keys import account_of_address, address_meanings, is_telling_host, meanings_of
from seawall.identity.traits.announcements import announced, announcing_rows
from seawall.identity.traits.contact_points import emails, telephones
from seawall.identity.traits.key_gathering import KeyGathering, Owners, texts_of
from seawall.identity.traits.key_hash import column_keys, slice_keys
from seawall.signals.normal_form import NormalTexts, normalise_texts
from seawall.signals.slices import Slices, string_buffers
from seawall.signals.url_bulk import canonical_addresses, canonical_of_few
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_finding import find_url_spans
from seawall.signals.wallet_finding import find_wallets

__all__ = ["FEW_TEXTS", "ScannedTexts", "gather_announced", "gather_named", "scan_texts", "string_octets"]

FEW_TEXTS: Final = 256
"""So many texts, one account's, are read with less work one by one than by the calls for many."""

_MOST_ANNOUNCING: Final = 16_384  # octets of a text in which announcements are looked for
_MOST_NAMED: Final = 64
_AT, _NUMBER, _FULL_WIDTH = ord("@"), ord("#"), 0xEF
_LETTERS: Final = np.arange(256, dtype=np.uint8)
_LETTERS[ord("A") : ord("Z") + 1] += 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedTexts:
    """A column of texts, scanned: octets, marks in order, what to look at, and the texts without names and links."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    cleaned: NDArray[np.uint8]  # without names and links, with the same offsets
    noted: NDArray[np.uint8]
    rows: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.offsets) - 1

    @property
    def texts(self) -> Any:
        """Return the texts as an Arrow array without nulls."""
        return pa.LargeStringArray.from_buffers(len(self), pa.py_buffer(self.offsets), pa.py_buffer(self.data))

    def octets(self, row: int) -> bytes:
        """Return the UTF-8 of one text."""
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()


def string_octets(columns: Sequence[Any]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the octets of Arrow string columns, one column behind the other, and where each text begins and ends."""
    pieces, edges, shift = list[NDArray[np.uint8]](), list[NDArray[np.int64]](), 0
    for column in columns:
        data, offsets = string_buffers(column)
        pieces.append(data[offsets[0] : offsets[-1]])
        edges.append(offsets[1:] + (shift - offsets[0]))
        shift += len(pieces[-1])
    data = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return data, np.concatenate((np.zeros(1, np.int64), *edges))


def scan_texts(*columns: Any) -> ScannedTexts:
    """Scan Arrow string columns, one behind the other; null counts as ""."""
    from seawall.identity.traits.post_marks_kernel import scan_posts  # compiles: only when needed

    data, offsets = string_octets(columns)
    count = len(offsets) - 1
    room = len(data)
    if count > FEW_TEXTS:
        room = sum(int(np.count_nonzero(data == octet)) for octet in (_AT, _NUMBER, _FULL_WIDTH))
    cleaned, noted = np.empty(len(data), np.uint8), np.empty(count, np.uint8)
    rows, starts, ends = np.empty((3, room), np.int64)
    kinds = np.empty(room, np.uint8)
    count = scan_posts(data, offsets, _attributing(), cleaned, noted, rows, kinds, starts, ends)
    return ScannedTexts(
        data=data,
        offsets=offsets,
        cleaned=cleaned,
        noted=noted,
        rows=rows[:count],
        kinds=kinds[:count],
        starts=starts[:count],
        ends=ends[:count],
    )


def gather_named(
    scanned: ScannedTexts,
    normal: NormalTexts,
    owners: Owners,
    gathering: KeyGathering,
    *,
    shared: KeyKind,
    profiles: int = 0,
) -> None:
    """Gather the keys of what the texts name; an address that is shared is of the kind `shared`.

    `normal` are the normal forms of `scanned.cleaned`. The addresses of so many `profiles`, which come first, are the
    accounts' own, where the texts are few.
    """
    _gather_marks(scanned, owners, gathering)
    if len(scanned) <= FEW_TEXTS:
        _gather_few_addresses(scanned, owners, gathering, shared, profiles)
    else:
        _gather_addresses(scanned, owners, gathering, shared)
    _gather_contact_points(scanned, owners, gathering)
    gather_announced(scanned, normal, owners, gathering)


def _gather_marks(scanned: ScannedTexts, owners: Owners, gathering: KeyGathering) -> None:
    from seawall.identity.traits.post_marks_kernel import HASHTAG, MENTION

    if not len(scanned.kinds):
        return
    for kind, mark in ((KeyKind.CONTACT, MENTION), (KeyKind.HASHTAG, HASHTAG)):
        chosen = np.flatnonzero(scanned.kinds == mark)
        if not len(chosen):
            continue
        slices = _lowered(scanned, chosen)
        who = owners[scanned.rows[chosen]]
        if kind is KeyKind.HASHTAG:
            keys, folded = _folded_hashtags(slices)
            gathering.add(kind, who, keys)
            gathering.show(*folded)
        else:
            gathering.add_slices(kind, who, slices)


def _lowered(scanned: ScannedTexts, chosen: NDArray[np.int64]) -> Slices:
    """Return the chosen marks, each behind the octet before it as `@`, with ASCII letters in lower case."""
    lengths = scanned.ends[chosen] - scanned.starts[chosen] + 1
    ends = np.cumsum(lengths)
    starts = ends - lengths
    places = np.arange(int(ends[-1])) + np.repeat(scanned.starts[chosen] - 1 - starts, lengths)
    data = _LETTERS[scanned.data[places]]
    data[starts] = _AT
    return Slices(data=data, starts=starts, ends=ends)


def _folded_hashtags(slices: Slices) -> tuple[NDArray[np.uint64], tuple[NDArray[np.uint64], Any]]:
    """Return the key of each hashtag in its normal form without spaces, and the forms by key."""
    _, first, number = np.unique(slice_keys(slices), return_index=True, return_inverse=True)
    normal = normalise_texts(texts_of(slices, first)).slices
    folded = pc.replace_substring(texts_of(normal, np.arange(len(normal))), " ", "")
    folded = pc.binary_join_element_wise(_text("#"), folded, _text(""))
    keys = column_keys(folded)
    return keys[number], (keys, folded)


def _text(written: str) -> Any:
    return pa.scalar(written, pa.large_string())


def _gather_addresses(scanned: ScannedTexts, owners: Owners, gathering: KeyGathering, shared: KeyKind) -> None:
    rows, slices = canonical_addresses(scanned.texts)
    if not len(slices):
        return
    keys, first, number = np.unique(slice_keys(slices), return_index=True, return_inverse=True)
    who = owners[rows]
    meaning = _means_more(slices, first)
    plain = ~meaning[number]
    gathering.add(shared, who[plain], keys[number[plain]])
    gathering.show(keys[~meaning], texts_of(slices, first[~meaning]))
    order = np.argsort(number[~plain], kind="stable")
    of_number = number[~plain][order]
    whose = who[~plain][order]
    for place in np.flatnonzero(meaning).tolist():
        left, right = np.searchsorted(of_number, (place, place + 1))
        holders = whose[left:right].tolist()
        for kind, text in address_meanings(slices.value(int(first[place]))):
            gathering.add_texts(shared if kind is KeyKind.URL else kind, holders, [text] * len(holders))


def _gather_few_addresses(
    scanned: ScannedTexts, owners: Owners, gathering: KeyGathering, shared: KeyKind, profiles: int
) -> None:
    for row, canonical in canonical_of_few(scanned.data, scanned.offsets):
        address = KeyKind.OWN_LINK if row < profiles else shared
        for kind, text in meanings_of(canonical):
            gathering.add_text(address if kind is KeyKind.URL else kind, int(owners[row]), text)


def _means_more(slices: Slices, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of some canonical addresses whether they are more than an address, by their hosts alone."""
    addresses = texts_of(slices, places)
    hosts = pc.list_element(
        pc.split_pattern(pc.utf8_slice_codeunits(addresses, len("https://")), "/", max_splits=1), 0
    ).dictionary_encode()
    telling = np.array([is_telling_host(host) for host in hosts.dictionary.to_pylist()], np.bool_)
    means_more: NDArray[np.bool_] = telling[np.asarray(hosts.indices)]
    return means_more


def _gather_contact_points(scanned: ScannedTexts, owners: Owners, gathering: KeyGathering) -> None:
    from seawall.identity.traits.post_marks_kernel import MAYBE_EMAIL, MAYBE_TELEPHONE
    from seawall.signals.wallet_kernel import maybe_wallets

    maybe_paid = maybe_wallets(scanned.cleaned, scanned.offsets)
    if not (maybe_paid.any() or scanned.noted.any()):
        return
    who: list[int] = []
    points: list[str] = []
    for find, maybe in (
        (find_wallets, maybe_paid),
        (emails, (scanned.noted & MAYBE_EMAIL) != 0),
        (telephones, (scanned.noted & MAYBE_TELEPHONE) != 0),
    ):
        for row in np.flatnonzero(maybe).tolist():
            for found in find(scanned.octets(row).decode("utf-8", "replace")):
                who.append(int(owners[row]))
                points.append(found if isinstance(found, str) else found.canonical)
    gathering.add_texts(KeyKind.CONTACT_POINT, who, points)


def gather_announced(scanned: ScannedTexts, normal: NormalTexts, owners: Owners, gathering: KeyGathering) -> None:
    """Gather the keys of accounts that the texts announce as new, or name as an earlier one; see `gather_named`."""
    told: dict[KeyKind, tuple[list[int], list[str]]] = {KeyKind.ANNOUNCED: ([], []), KeyKind.FORMER: ([], [])}
    for row in announcing_rows(normal).tolist():
        octets = scanned.octets(row)[:_MOST_ANNOUNCING]
        text = octets.decode("utf-8", "replace")
        spans = _accounts_named(scanned, row, octets, text)
        for number, is_former in announced(text, [span for span, _ in spans]):
            who, accounts = told[KeyKind.FORMER if is_former else KeyKind.ANNOUNCED]
            who.append(int(owners[row]))
            accounts.append(spans[number][1])
    for kind, (who, accounts) in told.items():
        gathering.add_texts(kind, who, accounts)


def _accounts_named(scanned: ScannedTexts, row: int, octets: bytes, text: str) -> Sequence[tuple[tuple[int, int], str]]:
    """Return the accounts that a text names by mention or by address: (start, end) in characters and `@handle`."""
    from seawall.identity.traits.post_marks_kernel import MENTION

    named: dict[tuple[int, int], str] = {}
    base = int(scanned.offsets[row])
    first, last = np.searchsorted(scanned.rows, (row, row + 1))
    for mark in range(int(first), int(last)):
        start, end = int(scanned.starts[mark]) - base, int(scanned.ends[mark]) - base
        if end > len(octets) or len(named) == _MOST_NAMED:
            break
        if scanned.kinds[mark] == MENTION:
            begins = len(octets[:start].decode("utf-8", "replace"))
            handle = octets[start:end].decode("utf-8", "replace")
            named[begins - 1, begins + len(handle)] = f"@{handle.lower()}"
    for start, end in find_url_spans(text):
        canonical = canonical_url(text[start:end])
        account = account_of_address(canonical) if canonical else None
        if account and not any(start < other[1] and other[0] < end for other in named):
            named[start, end] = account
    return sorted(named.items())


@cache
def _attributing() -> NDArray[np.uint64]:
    """Return the words that make a post another's, packed as the scan packs them."""
    table = tomllib.loads(files("seawall.identity.traits").joinpath("data/attribution.toml").read_text("utf-8"))
    return np.unique(np.array([int.from_bytes(word.encode()[-8:], "big") for word in table["words"]], np.uint64))
