"""Which points of this picture would be found again in a crop, a screenshot or a photograph of it?

SIFT key points with their scale and angle; of each descriptor only 128 bits are kept, those numbers that lie above its
own middle: on the development pictures that loses a twentieth of the right pairs and takes an eighth of the room. A
mirrored or negative picture has the same bits in another order, so those need no features of their own. Busy pictures
have more points than are kept: each sixteenth of the picture keeps as many, so that the quiet one of a collage has its
share, and large points come first, since small ones vanish when a picture is shown at half its size. Source: Lowe,
"Distinctive image features from scale-invariant keypoints" (2004). Left out: whether faces, people or things are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["CODE_OCTETS", "FEATURE_SIDE", "MOST_FEATURES", "Features", "features_of"]

FEATURE_SIDE: Final = 400  # pixels of the longest side in which key points are looked for
MOST_FEATURES: Final = 800
"""Points of a picture that are kept: with 500 a picture that fills a quarter of a collage has too few."""

CODE_OCTETS: Final = 16
_CONTRAST: Final = 0.015  # a third of SIFT's own: posters and blurred copies have few strong points
_EDGE: Final = 12.0
_MOST_FOUND: Final = 3_000  # the strongest, of which some are kept: one picture in a hundred has more
_CELLS: Final = 4  # along each side, within which points are ranked
_SIZE_WEIGHT: Final = 0.5  # the strength that orders counts as response times the root of the size
_FULL_TURN: Final = 256  # steps of an angle
_SCALE_STEPS: Final = 16.0  # a doubling
_FRACTION: Final = 65535.0
_MIDDLE: Final = 63  # of 128 sorted numbers
_LEAST_SIDE: Final = 24  # pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """Key points, those first that are strong and large; arrays are parallel.

    `x` and `y` are 65,535ths of width and height, `scales` sixteenths of a doubling (of a pixel of the reduced
    picture), `angles` 256ths of a turn, `codes` 128 bits a point.
    """

    width: int
    height: int
    x: NDArray[np.uint16]
    y: NDArray[np.uint16]
    scales: NDArray[np.uint8]
    angles: NDArray[np.uint8]
    codes: NDArray[np.uint8]

    def __len__(self) -> int:
        """Count the points."""
        return len(self.x)


def features_of(pixels: NDArray[np.uint8]) -> Features:
    """Return at most `MOST_FEATURES` key points of a picture (`uint8[h, w, 3]`); a plain picture has few or none."""
    import cv2  # a tenth of a second: only when a picture is looked at

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = FEATURE_SIDE / max(grey.shape)
    width, height = (max(1, round(side * scale)) for side in (grey.shape[1], grey.shape[0]))
    if min(width, height) < _LEAST_SIDE:
        return _made(width, height, [], np.zeros((0, 128), np.float32))
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    opencv: Any = cv2  # its stubs leave SIFT out
    sift = opencv.SIFT_create(nfeatures=_MOST_FOUND, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE)
    points, descriptors = sift.detectAndCompute(small, None)
    if descriptors is None:
        return _made(width, height, [], np.zeros((0, 128), np.float32))
    order = _kept(points, width, height)
    return _made(width, height, [points[place] for place in order], descriptors[order])


def _kept(points: Sequence[Any], width: int, height: int) -> list[int]:
    """Return the places of the points to keep, in their order: cells choose in turn, each its strongest point left."""
    strongest = sorted(range(len(points)), key=lambda place: (-points[place].response, points[place].pt))
    chosen: Counter[tuple[int, int]] = Counter()
    turns = []
    for place in strongest:
        x, y = points[place].pt
        cell = (int(x * _CELLS / width), int(y * _CELLS / height))
        turns.append(chosen[cell])
        chosen[cell] += 1
    kept = [strongest[at] for at in np.argsort(turns, kind="stable")[:MOST_FEATURES]]
    return sorted(
        kept, key=lambda place: (-points[place].response * points[place].size ** _SIZE_WEIGHT, points[place].pt)
    )


def _made(width: int, height: int, points: list[Any], descriptors: NDArray[np.float32]) -> Features:
    x = np.array([point.pt[0] / width for point in points])
    y = np.array([point.pt[1] / height for point in points])
    sizes = np.array([point.size for point in points])
    angles = np.array([point.angle for point in points])
    middle = np.partition(descriptors, _MIDDLE, axis=1)[:, _MIDDLE : _MIDDLE + 1] if len(points) else descriptors
    return Features(
        width=width,
        height=height,
        x=(x.clip(0, 1) * _FRACTION).round().astype(np.uint16),
        y=(y.clip(0, 1) * _FRACTION).round().astype(np.uint16),
        scales=(np.log2(np.maximum(sizes, 1)) * _SCALE_STEPS).round().clip(0, 255).astype(np.uint8),
        angles=((angles / 360 * _FULL_TURN).round().astype(np.int64) % _FULL_TURN).astype(np.uint8),
        codes=np.packbits(descriptors > middle, axis=1) if len(points) else np.zeros((0, CODE_OCTETS), np.uint8),
    )
