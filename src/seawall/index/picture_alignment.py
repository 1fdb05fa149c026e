"""Do two pictures show the same thing in the same arrangement? Pairs of local features, one geometry, counted inliers.

Each point of the known picture is paired with the nearest code of the observed one (Lowe's ratio test). The similarity
that most pairs agree on is bent, where they ask for it, to an affine map and to a homography by least squares, and then
judged: no mirror image, no extreme squeeze, enough pairs at distinct places, spread over what both pictures show, and a
fair part of the points that one of them has there. The last two matter most: two posters with one emblem agree in the
emblem alone. Sources: Philbin and others, "Object retrieval
with large vocabularies" (2007); Hartley and Zisserman ch. 4. Left out: finding candidates (`picture_table.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.picture_overlap import shares_within
from seawall.signals.picture_features import Features

__all__ = ["FLAVOURS", "Alignment", "Points", "align", "points_of"]

FLAVOURS: Final[tuple[str | None, ...]] = (None, "mirrored", "negative", "mirrored, negative")
"""What may have been done to the observed picture besides moving it: each is another order of the same bits."""

_RATIO: Final = 0.87
_FARTHEST_BITS: Final = 44  # of 128; unlike codes differ in about 64
_APART: Final = 6.0  # pixels: the next nearest code counts from here on
_COARSE, _AFFINE, _FINE = 26.0, 16.0, 8.0  # pixels of 400: how far a pair may land from where the map puts it
_LEAST_PAIRS: Final = 6
_LEAST_FOR_BENT: Final = 10
_CELL: Final = 5.0  # pixels: inliers in one cell count once
_SQUEEZE: Final = 1.9
_SCALES: Final = (1 / 10, 10.0)
_BENT: Final = 1.7
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """Features in pixels of the reduced picture, with the codes as two words."""

    width: int
    height: int
    x: _Floats
    y: _Floats
    scales: _Floats  # log₂
    angles: _Floats  # radians
    words: NDArray[np.uint64]

    def __len__(self) -> int:
        """Count the points."""
        return len(self.x)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How two pictures lie on each other.

    `matrix` takes points of the observed picture to the known one, in fractions of width and height. `spread` is the
    share of the area, within what both show, over which the inliers lie; `share` that of the known points there that
    are inliers, `own_share` that of the observed points there. `cover` is the share of that area itself, points or
    not, over which the inliers lie. `overlap` is how much of the one picture lies within the other, of whichever does
    so more.
    """

    inliers: int
    spread: float
    share: float
    own_share: float
    cover: float
    overlap: float
    pairs: int
    matrix: tuple[float, ...]


def _bit_orders() -> NDArray[np.int64]:
    """Return for each flavour the order in which the 128 bits of a code are read."""
    row, column, turn = np.unravel_index(np.arange(128), (4, 4, 8))
    mirrored = np.ravel_multi_index((3 - row, column, (8 - turn) % 8), (4, 4, 8))
    negative = np.ravel_multi_index((3 - row, 3 - column, turn), (4, 4, 8))
    return np.stack([np.arange(128), mirrored, negative, mirrored[negative]]).astype(np.int64)


_BIT_ORDERS: Final = _bit_orders()


def points_of(features: Features, flavour: int = 0) -> Points:
    """Return the features of a picture as if it had been mirrored, made negative, both or neither (`FLAVOURS`)."""
    x = features.x.astype(np.float64) / 65535
    angles = features.angles.astype(np.float64) * (2 * np.pi / 256)
    bits = np.unpackbits(features.codes, axis=1)
    if flavour % 2:
        x, angles = 1 - x, np.pi - angles
    if flavour >= 2:
        angles = angles + np.pi
    codes = np.packbits(bits[:, _BIT_ORDERS[flavour]], axis=1) if flavour else features.codes
    return Points(
        width=features.width,
        height=features.height,
        x=x * features.width,
        y=features.y.astype(np.float64) / 65535 * features.height,
        scales=features.scales.astype(np.float64) / 16,
        angles=angles,
        words=np.ascontiguousarray(codes).view(np.uint64),
    )


def align(observed: Points, known: Points, *, mirrored: bool) -> Alignment | None:
    """Return how the observed picture (in one flavour) lies on the known one; None where no geometry holds."""
    from seawall.index.picture_agreement_kernel import agreeing  # compile: only when needed
    from seawall.index.picture_kernel import nearest

    if len(observed) < _LEAST_PAIRS or len(known) < _LEAST_PAIRS:
        return None
    near = nearest(known.words, observed.words, observed.x, observed.y, _APART)
    kept = np.flatnonzero((near[:, 1] <= _FARTHEST_BITS) & (near[:, 1] < _RATIO * near[:, 2]))
    if len(kept) < _LEAST_PAIRS:
        return None
    ours = near[kept, 0]
    pairs = np.stack(
        [observed.x[ours], observed.y[ours], observed.scales[ours], observed.angles[ours],
         known.x[kept], known.y[kept], known.scales[kept], known.angles[kept]], axis=1)  # fmt: skip
    best = agreeing(np.ascontiguousarray(pairs), _COARSE)
    if best[0] < _LEAST_PAIRS:
        return None
    matrix = np.array([[best[1], -best[2], best[3]], [best[2], best[1], best[4]], [0, 0, 1]])
    settled = _settle(matrix, pairs[:, :2], pairs[:, 4:6])
    if settled is None:
        return None
    matrix, inside = settled
    if not _is_sane(matrix, pairs[inside, :2]):
        return None
    count = min(_distinct(pairs[inside, :2]), _distinct(pairs[inside, 4:6]))
    if count < _LEAST_PAIRS:
        return None
    spread, share = _spread(matrix, pairs[inside, 4:6], observed, known)
    fractions = _in_fractions(matrix, observed, known, mirrored=mirrored)
    observed_within, known_within = shares_within(fractions)
    in_view = known_within * known.width * known.height
    return Alignment(
        inliers=count,
        spread=spread,
        share=share,
        own_share=count / max(1, _within(matrix, observed, known)),
        cover=_hull_area(pairs[inside, 4:6]) / in_view if in_view else 0.0,
        overlap=max(observed_within, known_within),
        pairs=len(kept),
        matrix=fractions,
    )


def _settle(matrix: _Floats, source: _Floats, target: _Floats) -> tuple[_Floats, NDArray[np.bool_]] | None:
    """Return the map bent as far as the pairs ask for it, and which pairs it holds."""
    import cv2  # a tenth of a second: only when a picture is looked at

    inside = _residuals(matrix, source, target) < _COARSE
    for tolerance in (_COARSE, _AFFINE, _FINE):
        if np.count_nonzero(inside) < _LEAST_PAIRS:
            return None
        affine = _affine(source[inside], target[inside])
        inside = _residuals(affine, source, target) < tolerance
    matrix = affine
    wide = _residuals(matrix, source, target) < _AFFINE
    if np.count_nonzero(wide) >= _LEAST_FOR_BENT:
        for _ in range(3):
            found: Any = cv2.findHomography(source[wide], target[wide], 0)[0]  # None where they lie on a line
            if found is None:
                break
            bent: _Floats = np.asarray(found, dtype=np.float64)
            held = _residuals(bent, source, target)
            if np.count_nonzero(held < _FINE) >= np.count_nonzero(inside) + 2:
                matrix, inside = bent, held < _FINE
            wide = held < _AFFINE
            if np.count_nonzero(wide) < _LEAST_FOR_BENT:
                break
    return (matrix, inside) if np.count_nonzero(inside) >= _LEAST_PAIRS else None


def _affine(source: _Floats, target: _Floats) -> _Floats:
    left = np.column_stack([source, np.ones(len(source))])
    solved = np.linalg.lstsq(left, target, rcond=None)[0]
    return np.vstack([solved.T, [0, 0, 1]])


def _moved(matrix: _Floats, points: _Floats) -> _Floats:
    raised = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    depth = np.where(np.abs(raised[:, 2:]) < 1e-9, 1e-9, raised[:, 2:])
    moved: _Floats = raised[:, :2] / depth
    return moved


def _residuals(matrix: _Floats, source: _Floats, target: _Floats) -> _Floats:
    away = _moved(matrix, source) - target
    lengths: _Floats = np.hypot(away[:, 0], away[:, 1])
    return lengths


def _is_sane(matrix: _Floats, points: _Floats) -> bool:
    """Refuse maps that turn the picture over, squeeze it, blow it up, or bend it beyond what a camera sees."""
    depth = np.column_stack([points, np.ones(len(points))]) @ matrix[2]
    if depth.min() <= 0 or depth.max() / depth.min() > _BENT:
        return False
    middle = points.mean(axis=0)
    steps = _moved(matrix, middle + np.array([(0, 0), (1, 0), (0, 1)]))
    values = np.linalg.svd(np.stack([steps[1] - steps[0], steps[2] - steps[0]]), compute_uv=False)
    turned_over = np.linalg.det(np.stack([steps[1] - steps[0], steps[2] - steps[0]])) <= 0
    return not turned_over and values[0] <= _SQUEEZE * values[1] and _SCALES[0] <= values[1] and values[0] <= _SCALES[1]


def _distinct(points: _Floats) -> int:
    return len(np.unique(np.floor(points / _CELL).astype(np.int64), axis=0))


def _spread(matrix: _Floats, inliers: _Floats, observed: Points, known: Points) -> tuple[float, float]:
    """Return the area of the inliers' hull by that of all known points in view, and their number likewise."""
    try:
        back = np.linalg.inv(matrix).astype(np.float64)
    except np.linalg.LinAlgError:
        return 0.0, 0.0
    places = np.column_stack([known.x, known.y])
    seen = _moved(back, places)
    in_view = (seen >= 0).all(axis=1) & (seen[:, 0] <= observed.width) & (seen[:, 1] <= observed.height)
    area = _hull_area(places[in_view])
    return (_hull_area(inliers) / area if area > 0 else 0.0), len(inliers) / max(1, int(np.count_nonzero(in_view)))


def _within(matrix: _Floats, observed: Points, known: Points) -> int:
    """Return how many observed points lie within the known picture."""
    moved = _moved(matrix, np.column_stack([observed.x, observed.y]))
    return int(np.count_nonzero((moved >= 0).all(axis=1) & (moved <= (known.width, known.height)).all(axis=1)))


def _hull_area(points: _Floats) -> float:
    import cv2  # a tenth of a second: only when a picture is looked at

    if len(points) < 3:
        return 0.0
    hull: Any = cv2.convexHull(points.astype(np.float32))
    return float(cv2.contourArea(hull))


def _in_fractions(matrix: _Floats, observed: Points, known: Points, *, mirrored: bool) -> tuple[float, ...]:
    into = np.diag([observed.width, observed.height, 1.0])
    out = np.diag([1 / known.width, 1 / known.height, 1.0])
    flip = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]]) if mirrored else np.eye(3)
    whole = out @ matrix @ into @ flip
    return tuple(float(value) for value in (whole / whole[2, 2]).reshape(-1))
