"""Which known pictures stand in this picture? By hashes of its turns and parts, then by local features.

Stage one: every turn of every form of the observed picture, and its negative, against forms and crops of the known ones
within 31 bits: "same" up to 10 bits of a whole picture, else "near". Stage two, always: pictures whose key points agree
(`picture_table.py`) are aligned (`picture_alignment.py`), and the inliers decide; limits were chosen on the development
pictures of the bench `images`. A picture may hold several known ones (collage). A hit by features has the distance 31,
or 40 where it is one to look at, so that a bank that asks for less doesn't get it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.hamming_table import HASH_OCTETS, MAX_RADIUS
from seawall.index.hits import Hits, Way, join_hits
from seawall.index.near_hashes import NearHashes
from seawall.index.picture_alignment import FLAVOURS, Alignment, align, points_of
from seawall.index.picture_geometry import alignment_of
from seawall.index.picture_table import PointTable
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SignalColumn
from seawall.signals.pdq_hash import TURNS
from seawall.signals.picture_crops import CROPS
from seawall.signals.picture_print import FORM_MARKS, PicturePrint, PrintForm, read_print
from seawall.signals.picture_variants import NEGATIVE

__all__ = ["LOOK_DISTANCE", "PictureIndex"]

LOOK_DISTANCE: Final = 40
_WITHIN: Final = 0.97
"""Of the area of the smaller picture, so much lies within the larger: parts and collages, not two of one template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """What an alignment has to reach for a tier; the words are those of `Alignment`."""

    inliers: int
    spread: float
    share: float
    own_share: float
    cover: float
    overlap: float
    tier: int


_LIMITS: Final = (
    # a part of the known picture (the points that it shows there agree), or the known one among others (its own do)
    _Limits(inliers=14, spread=0.45, share=0.4, own_share=0.0, cover=0.15, overlap=_WITHIN, tier=NEAR),
    _Limits(inliers=14, spread=0.45, share=0.0, own_share=0.17, cover=0.15, overlap=_WITHIN, tier=NEAR),
    # each shows something that the other doesn't: turned within its frame, scrolled half out of view
    _Limits(inliers=20, spread=0.45, share=0.2, own_share=0.2, cover=0.15, overlap=0.0, tier=NEAR),
    _Limits(inliers=12, spread=0.4, share=0.09, own_share=0.1, cover=0.15, overlap=_WITHIN, tier=LOOK),
)
_CROP_BITS: Final = 28
_SAME_BITS: Final = 10
_CANDIDATES: Final = 12
_PARTS: Final = 64  # numbers of one print's hashes: forms first, then crops
_FIRST_CROP: Final = 8
_FRACTION: Final = 65535
_WHOLE: Final = (0.0, 0.0, 1.0, 1.0)


class PictureIndex:
    """Picture prints, found in whole, in part, turned, bent or among others."""

    def __init__(self) -> None:
        """Begin empty."""
        self._hashes = NearHashes()
        self._points = PointTable()
        self._numbers: list[int] = []  # entry number of each print, in the order of the table
        self._forms: list[tuple[tuple[float, float, float, float], ...]] = []  # boxes of each print's forms

    def __len__(self) -> int:
        """Count the prints held."""
        return len(self._numbers)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical prints with their entry numbers; the next look-up finds them."""
        hashes, owners, features = [], [], []
        for value, number in zip(values, numbers.tolist(), strict=True):
            held = read_print(value)
            base = len(self._numbers) * _PARTS
            self._numbers.append(number)
            self._forms.append(tuple(_box(form) for form in held.forms))
            hashes += [form.hashes[:1] for form in held.forms] + [held.crop_hashes]
            owners += [base + place for place in range(len(held.forms))]
            owners += [base + _FIRST_CROP + int(crop) for crop in held.crops]
            features.append(held.features)
        if owners:
            self._hashes.add(np.ascontiguousarray(np.concatenate(hashes)), np.array(owners, dtype=np.int64))
        self._points.add(features)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the nearest hit of each pair of a print of `column` and an entry."""
        if not len(column) or not len(self):
            return join_hits(())
        prints = [read_print(column.values.value(place)) for place in range(len(column))]
        found = [self._by_features(one) for one in prints]
        for place, number, hit in self._by_hashes(prints):
            held = found[place].get(number)
            if held is None or (hit[1], hit[0]) <= (held[1], held[0]):
                found[place][number] = hit
        flat = [(place, number, *hit) for place, hits in enumerate(found) for number, hit in sorted(hits.items())]
        places = np.array([one[0] for one in flat], dtype=np.int64)
        return Hits.of(
            rows=column.rows[places],
            entries=np.array([self._numbers[one[1]] for one in flat], dtype=np.int64),
            places=places,
            distances=np.array([one[2] for one in flat], dtype=np.int32),
            tiers=np.array([one[3] for one in flat], dtype=np.uint8),
            ways=[one[4] for one in flat],
        )

    def _by_hashes(self, prints: Sequence[PicturePrint]) -> list[tuple[int, int, tuple[int, int, Way]]]:
        """Return (place, print, (distance, tier, way)): the nearest hash of each pair, whole before part."""
        asked, told = [], []
        for place, one in enumerate(prints):
            for form_place, form in enumerate(one.forms):
                asked += [form.hashes, ~form.hashes]
                told += [
                    (place, form_place, turn, negative) for negative in (False, True) for turn in range(len(TURNS))
                ]
        if not asked:
            return []
        pairs = self._hashes.look_up(np.ascontiguousarray(np.concatenate(asked)).reshape(-1, HASH_OCTETS))
        owners, parts = pairs.numbers // _PARTS, pairs.numbers % _PARTS
        kept = (parts < _FIRST_CROP) | (pairs.distances <= _CROP_BITS)
        rows = np.array([one[0] for one in told], dtype=np.int64)[pairs.queries]
        order = np.lexsort((pairs.queries, parts, pairs.distances, owners, rows))
        order = order[kept[order]]
        nearest = np.unique(rows[order] * len(self) + owners[order], return_index=True)[1]
        hits = []
        for at in order[nearest].tolist():
            owner, part, bits = int(owners[at]), int(parts[at]), int(pairs.distances[at])
            hit = self._hash_hit(prints, told[int(pairs.queries[at])], owner, part, bits)
            hits.append((int(rows[at]), owner, hit))
        return hits

    def _hash_hit(
        self, prints: Sequence[PicturePrint], asked: tuple[int, int, int, bool], owner: int, part: int, bits: int
    ) -> tuple[int, int, Way]:
        place, form_place, turn, negative = asked
        form = prints[place].forms[form_place]
        whole = part < _FIRST_CROP
        said = (FORM_MARKS[form.mark], TURNS[turn] if turn else None, NEGATIVE if negative else None)
        known = self._forms[owner][part] if whole else CROPS[part - _FIRST_CROP]
        beyond = max(0, bits - _SAME_BITS) / (MAX_RADIUS - _SAME_BITS)
        way = Way(
            stage="pdq" if whole else "crop",
            transform=", ".join(one for one in said if one) or None,
            alignment=alignment_of(_box(form), TURNS[turn], known),
            detail=f"{bits} of 256 bits differ" + ("" if whole else ", in a part of the known picture"),
            strength=round((1 - 0.3 * beyond) * (1 if whole else 0.9), 3),
        )
        return bits, SAME if whole and bits <= _SAME_BITS else NEAR, way

    def _by_features(self, asked: PicturePrint) -> dict[int, tuple[int, int, Way]]:
        """Return by the number of the print the hits of one observed picture's local features."""
        found: dict[int, tuple[int, Alignment, int]] = {}
        if not len(asked.features) or not len(self._points):
            return {}
        for flavour in range(len(FLAVOURS)):
            points = points_of(asked.features, flavour)
            for number in self._points.candidates(points)[0][:_CANDIDATES].tolist():
                made = align(points, self._points.points(number), mirrored=flavour % 2 == 1)
                if made is None or _tier(made) is None:
                    continue
                if number not in found or made.inliers > found[number][1].inliers:
                    found[number] = (flavour, made, int(_tier(made) or 0))
        return {number: _feature_hit(*one) for number, one in found.items()}


def _tier(made: Alignment) -> int | None:
    """Return the tier of an alignment; None where it says too little: few points, all in one corner, or askew."""
    for least in _LIMITS:
        many = made.inliers >= least.inliers
        dense = made.share >= least.share and made.own_share >= least.own_share
        wide = made.spread >= least.spread and made.cover >= least.cover
        if many and dense and wide and made.overlap >= least.overlap:
            return least.tier
    return None


def _feature_hit(flavour: int, made: Alignment, tier: int) -> tuple[int, int, Way]:
    way = Way(
        stage="features",
        transform=FLAVOURS[flavour],
        alignment=made.matrix,
        detail=f"{made.inliers} points agree, over {min(100, round(100 * made.spread))} % of what both pictures show",
        strength=round(min(1.0, 0.5 + made.inliers / 100), 3),
    )
    return (MAX_RADIUS if tier == NEAR else LOOK_DISTANCE), tier, way


def _box(form: PrintForm) -> tuple[float, float, float, float]:
    left, top, right, bottom = (value / _FRACTION for value in form.box)
    return (left, top, right, bottom)
