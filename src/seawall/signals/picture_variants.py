"""Under which edits should a picture still be itself? Its turns, its negative, and what is left without its borders.

Three ways of finding borders, each tried on its own, since each is wrong for some pictures: bars of one colour; bars
without detail (blurred copies of the picture beside it); and bars that carry a caption, told by the long straight edge
where the picture begins. Boxes are in pixels. Left out: crops and parts (`picture_crops.py`, `picture_features.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, TURNS, PdqHash, pdq_turns
from seawall.signals.picture_decoding import Picture

__all__ = ["NEGATIVE", "TRIMS", "Form", "forms_of", "trimmed_box", "variant_hashes"]

NEGATIVE: Final = "negative"
_SIDE: Final = 256  # pixels: borders are looked for in a reduced copy
_LEAST_KEPT: Final = 0.25  # of each side: less is no picture in a frame
_LEAST_CUT: Final = 0.012  # of a side: less makes no difference to a hash
_EVEN_STEPS: Final = 14.0  # brightness steps by which a bar of one colour may vary
_STRAY: Final = 0.03  # of a line's points that may have another colour: specks of compression
_DULL: Final = 0.2  # of the detail of the middle: what has less is a bar without detail
_LEAST_DETAIL: Final = 1.7  # mean step: what rounding alone gives
_MOST_DETAIL: Final = 40.0  # one sharp edge is not all the detail there is
_EDGE_STEPS: Final = 12.0  # brightness steps over an edge
_EDGE_SHARE: Final = 0.6  # of a line's length that such an edge runs along
_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A picture or what is left of it: the mark that says what was trimmed, its box, and the hashes of its 8 turns."""

    mark: str | None
    box: tuple[int, int, int, int]  # left, top, right, bottom in pixels
    turns: tuple[PdqHash, ...]


def variant_hashes(picture: Picture) -> Iterator[tuple[str | None, PdqHash]]:
    """Yield the hash of each variant with its mark ("border trimmed, mirrored, negative"; None: as it is).

    Variants too plain to tell anything (quality below 50) are passed over.
    """
    for form in forms_of(picture.pixels):
        for turn, made in zip(TURNS, form.turns, strict=True):
            said = [part for part in (form.mark, None if turn == TURNS[0] else turn) if part]
            yield ", ".join(said) or None, made
            yield ", ".join([*said, NEGATIVE]), made.complement


def forms_of(pixels: NDArray[np.uint8]) -> Iterator[Form]:
    """Yield the whole picture and, where there are borders, what is left without them; none too plain to tell."""
    height, width = pixels.shape[:2]
    boxes: dict[_Box, str | None] = {(0, 0, width, height): None}
    for trim in TRIMS:
        boxes.setdefault(trimmed_box(pixels, trim), trim)
    for (left, top, right, bottom), mark in boxes.items():
        turns = pdq_turns(np.ascontiguousarray(pixels[top:bottom, left:right]))
        if turns[0].quality >= MIN_PDQ_QUALITY:
            yield Form(mark=mark, box=(left, top, right, bottom), turns=turns)


def trimmed_box(pixels: NDArray[np.uint8], mark: str) -> _Box:
    """Return left, top, right, bottom of what the trim called `mark` leaves: all of it where it finds nothing."""
    import cv2  # a tenth of a second: only when a picture is looked at

    height, width = pixels.shape[:2]
    whole = (0, 0, width, height)
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    if min(small.shape[:2]) < 16:
        return whole
    rows, columns = TRIMS[mark](small)
    top, bottom = (_sharpened(pixels, round(place * height / small.shape[0]), 1 / scale) for place in rows)
    across = pixels.swapaxes(0, 1)
    left, right = (_sharpened(across, round(place * width / small.shape[1]), 1 / scale) for place in columns)
    if right - left < _LEAST_KEPT * width or bottom - top < _LEAST_KEPT * height:
        return whole
    if (width - right + left) < _LEAST_CUT * width and (height - bottom + top) < _LEAST_CUT * height:
        return whole
    return left, top, right, bottom


def _sharpened(lines: NDArray[np.uint8], place: int, blur: float) -> int:
    """Return the line near `place` at which the picture changes most; the reduced copy tells it to some pixels only."""
    if not 0 < place < len(lines):
        return min(max(place, 0), len(lines))
    reach = math.ceil(1.5 * blur) + 1
    low, high = max(1, place - reach), min(len(lines) - 1, place + reach)
    part = lines[low - 1 : high + 1].astype(np.int16)
    steps = np.abs(np.diff(part, axis=0)).sum(axis=2).mean(axis=1)
    return low + int(np.argmax(steps)) if len(steps) else place


def _without_even_bars(small: NDArray[np.uint8]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the rows and the columns left without bars of one colour; one frame inside another goes too."""
    top, left, bottom, right = 0, 0, small.shape[0], small.shape[1]
    values = small.astype(np.int16)
    for _ in range(3):
        before = (top, left, bottom, right)
        above, below = _even_lines(values[top:bottom, left:right])
        top, bottom = top + above, bottom - below
        first, last = _even_lines(values[top:bottom, left:right].swapaxes(0, 1))
        left, right = left + first, right - last
        if before == (top, left, bottom, right) or min(bottom - top, right - left) < 8:
            break
    return (top, bottom), (left, right)


def _even_lines(part: NDArray[np.int16]) -> tuple[int, int]:
    """Count the lines at the beginning and at the end that have the colour of their outermost line throughout."""
    count = len(part)
    if not count or not part.shape[1]:
        return 0, 0
    first = _even_run(part)
    return (0, 0) if first == count else (first, _even_run(part[::-1]))


def _even_run(lines: NDArray[np.int16]) -> int:
    colour = np.median(lines[0], axis=0)
    for place, line in enumerate(lines):
        if (np.abs(line - colour).max(axis=1) > _EVEN_STEPS).mean() > _STRAY:
            return place
    return len(lines)


def _without_dull_bars(small: NDArray[np.uint8]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the rows and columns left without bars of little detail, along the one axis where they take most away.

    Not along both: a picture beside its blurred copy may well begin with a dull sky of its own.
    """
    import cv2  # a tenth of a second: only when a picture is looked at

    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = np.minimum(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), _MOST_DETAIL)
    rows, columns = _busy(detail.mean(axis=1)), _busy(detail.mean(axis=0))
    height, width = small.shape[:2]
    if (rows[1] - rows[0]) / height < (columns[1] - columns[0]) / width:
        return rows, (0, width)
    return (0, height), columns


def _busy(lines: NDArray[np.float32]) -> tuple[int, int]:
    third = len(lines) // 3
    busy = np.flatnonzero(lines > max(_LEAST_DETAIL, _DULL * float(np.median(lines[third:-third]))))
    return (int(busy[0]), int(busy[-1]) + 1) if len(busy) else (0, len(lines))


def _without_captions(small: NDArray[np.uint8]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the rows and columns between the innermost long straight edges, where a bar lies outside them."""
    import cv2  # a tenth of a second: only when a picture is looked at

    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    columns = _between_edges(np.abs(np.diff(grey, axis=1)).T)
    rows = _between_edges(np.abs(np.diff(grey[:, columns[0] : columns[1]], axis=0)))
    return rows, columns


def _between_edges(steps: NDArray[np.float32]) -> tuple[int, int]:
    """Return where the picture begins and ends along one axis; `steps[i]` are the steps between lines i and i+1."""
    count = len(steps) + 1
    share = (np.maximum(steps[:-1], steps[1:]) > _EDGE_STEPS).mean(axis=1) if count > 2 else np.zeros(0)
    edges = np.flatnonzero(share > _EDGE_SHARE) + 1
    before, behind = edges[edges < 0.45 * count], edges[edges > 0.55 * count]
    begin = int(before[-1]) + 1 if len(before) else 0
    end = int(behind[0]) if len(behind) else count
    return begin, end


TRIMS: Final = {
    "border trimmed": _without_even_bars,
    "blurred border trimmed": _without_dull_bars,
    "frame trimmed": _without_captions,
}
"""The trims by the mark that findings carry, with what finds the rows and columns that are left."""
