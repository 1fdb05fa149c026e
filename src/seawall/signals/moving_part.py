"""Which part of a film moves? The rectangle outside of which no pixel changes over time, where it is not the whole.

Bars, drawn frames and still pictures around a film stay as they are while the film goes on, up to the noise of
compression. A row or column belongs to the film where enough of it changes. Left out: borders that move, such as the
blurred film itself; local features see through those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["moving_part"]

_LEAST_FRAMES: Final = 3
_MOST_LOOKED_AT: Final = 90
_LEAST_CHANGE: Final = 22  # of 255, between the darkest and the brightest time of a pixel, noise excepted
_LEAST_SHARE: Final = 0.06  # of a row or column that changes
_LEAST_SIDE: Final = 0.15  # of the frame: below, it is a moving sign and not a film
_WHOLE: Final = 0.97


def moving_part(frames: Sequence[NDArray[np.uint8]]) -> tuple[int, int, int, int] | None:
    """Return (top, bottom, left, right) in pixels of grey frames; None where all of it moves, or too little.

    Frames of another shape than the first are passed over.
    """
    alike = [frame for frame in frames if frame.shape == frames[0].shape]
    if len(alike) < _LEAST_FRAMES:
        return None
    step = max(1, len(alike) // _MOST_LOOKED_AT)
    pile = np.stack(alike[::step]).astype(np.int16)
    low, high = np.percentile(pile, [2, 98], axis=0)
    changing = (high - low) > _LEAST_CHANGE
    rows, columns = _longest_run(changing.mean(axis=1)), _longest_run(changing.mean(axis=0))
    if rows is None or columns is None:
        return None
    height, width = changing.shape
    tall, wide = (rows[1] - rows[0]) / height, (columns[1] - columns[0]) / width
    if min(tall, wide) < _LEAST_SIDE or min(tall, wide) > _WHOLE:
        return None
    return rows[0], rows[1], columns[0], columns[1]


def _longest_run(shares: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the first and last place (plus one) between which most places change enough."""
    enough = np.flatnonzero(shares > _LEAST_SHARE)
    return (int(enough[0]), int(enough[-1]) + 1) if len(enough) else None
