"""An unchanging part of the near-text index: banked texts as units, and the pieces that lead to them.

Which runs of a unit's skeleton are pieces (*plan*):

* 6 to 9 letters: one run of (at most) eight; only vowels and the like may differ then.
* 10 to 15: two halves; with one letter changed, one half is whole (pigeonhole).
* 16 and more: of all runs of eight, the one of least hash in each window of a few (Schleimer, Wilkerson and Aiken,
  "Winnowing", 2003: MinHash with places). Every run of window + 7 letters that a post shares with it holds a piece.

Left out: thresholds (`near_text_rules.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.near_text_rules import CROWD, MIN_CODES, MOST_WAYS
from seawall.signals.skeleton import Skeletons, skeletons_of
from seawall.signals.skeleton_table import skeleton_table
from seawall.signals.slices import Slices

__all__ = ["NearTextSegment"]

_BITS_PER_PIECE: Final = 16
_FIRST_ROOM: Final = 4096


class NearTextSegment:
    """Banked texts, compared with skeletons of posts."""

    def __init__(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take normal forms with their entry numbers."""
        texts = dict.fromkeys(values)
        order = {value: place for place, value in enumerate(texts)}
        which = np.array([order[value] for value in values], np.int64)
        by_text = np.argsort(which, kind="stable")
        self.numbers = numbers[by_text]
        self.number_starts = np.searchsorted(which[by_text], np.arange(len(texts) + 1))
        made = skeletons_of(Slices.of(list(texts)))
        self.letter_counts = np.diff(made.code_starts)
        self._make_units(made)
        self._make_pieces()

    def compare(self, posts: Skeletons) -> NDArray[np.int64]:
        """Return the comparisons of `near_text_kernel.compare_rows` for a few thousand posts at most."""
        from seawall.index.near_text_kernel import FIELDS, KEYS, SLOTS, compare_rows  # compiles: only when needed

        if not len(self.facts):
            return np.zeros((0, FIELDS), np.int64)
        table = skeleton_table()
        work = (
            np.empty(KEYS, np.int64), np.empty(SLOTS, np.uint32), np.zeros(SLOTS + 1, np.int64),
            np.empty(SLOTS, np.uint8), np.empty(SLOTS, np.int64), np.empty((2, 256), np.int32),
        )  # fmt: skip
        columns = (
            posts.codes, posts.places, posts.firsts, posts.code_starts,
            posts.letters, posts.letters_at, posts.letter_starts,
        )  # fmt: skip
        room = _FIRST_ROOM
        while True:
            out = np.empty((room, FIELDS), np.int64)
            written = compare_rows(self._pieces, self._units, columns, (table.class_of, table.kind_of), work, out)
            if written >= 0:
                return out[:written]
            room *= 4

    def _make_units(self, made: Skeletons) -> None:
        from seawall.index.near_text_build_kernel import make_units

        table = skeleton_table()
        latin = [int(table.class_of[table.code_of[ord(letter)]]) for letter in "sl"]
        sounds = np.array([table.code_of[ord(letter)] for letter in "ceis"], np.uint8)
        typed = (table.arabizi, *latin, sounds)
        long_enough = self.letter_counts[self.letter_counts >= MIN_CODES]
        room = int(MOST_WAYS * 2 * long_enough.sum())
        unit_room = int(MOST_WAYS * (1 + long_enough // 256).sum())
        letters, codes = np.empty(room, np.uint8), np.empty(room, np.uint8)
        letter_starts, code_starts = np.empty(unit_room + 1, np.int64), np.empty(unit_room + 1, np.int64)
        facts = np.empty((unit_room, 4), np.int32)
        units, written, coded = make_units(
            made.codes, made.firsts, made.code_starts, typed, table.class_of, table.kind_of,
            letters, letter_starts, codes, code_starts, facts,
        )  # fmt: skip
        self.facts = facts[:units].copy()
        self._units: Any = (
            letters[:written].copy(), letter_starts[: units + 1].copy(),
            codes[:coded].copy(), code_starts[: units + 1].copy(), self.facts,
        )  # fmt: skip

    def _make_pieces(self) -> None:
        from seawall.index.near_text_build_kernel import pick_pieces

        letters, letter_starts = self._units[:2]
        room = len(letters) + 1
        hashes, units, places = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int16)
        lengths = np.zeros(64, np.int64)
        count = pick_pieces(letters, letter_starts, self.facts, hashes, units, places, lengths)
        hashes = hashes[:count]
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        begins = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
        rank = np.arange(count) - np.repeat(begins, np.diff(np.append(begins, count)))
        self.crowded = int(np.count_nonzero(rank == CROWD))
        order, hashes = order[rank < CROWD], hashes[rank < CROWD]
        bucket_bits = max(4, len(hashes).bit_length())
        buckets = (hashes >> np.uint64(64 - bucket_bits)).astype(np.int64)
        starts = np.searchsorted(buckets, np.arange((1 << bucket_bits) + 1))
        bit_count = 1 << max(9, int(_BITS_PER_PIECE * len(hashes)).bit_length())
        bits = np.zeros(bit_count // 64, np.uint64)
        places_of_bits = (hashes >> np.uint64(20)) & np.uint64(bit_count - 1)
        np.bitwise_or.at(
            bits, (places_of_bits >> np.uint64(6)).astype(np.int64), np.uint64(1) << (places_of_bits & np.uint64(63))
        )
        self._pieces: Any = (
            bits, 64 - bucket_bits, int((np.int64(1) << np.flatnonzero(lengths)).sum()), starts.astype(np.int64),
            (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32), units[:count][order], places[:count][order],
        )  # fmt: skip
