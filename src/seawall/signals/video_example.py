"""Which short film shows what `pdq_frames` finds? A drawn one: a lamp goes round a lighthouse, four seconds long.

Made when asked for, so that no film lies in the package. Left out: anything but the example.
"""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from seawall.signals.pdq_hash import pdq_of

__all__ = ["example_film", "example_vpdq"]

_RATE: Final = 5
_SECONDS: Final = 4
_WIDTH: Final = 192
_HEIGHT: Final = 128


@cache
def example_film() -> bytes:
    """Return the film, MPEG-4 in AVI."""
    octets = io.BytesIO()
    with av.open(octets, "w", format="avi") as container:
        stream = container.add_stream("mpeg4", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = _WIDTH, _HEIGHT, "yuv420p", 2_000_000
        for number in range(_RATE * _SECONDS):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(_drawn(number / _RATE), format="rgb24")))
        container.mux(stream.encode())
    return octets.getvalue()


@cache
def example_vpdq() -> str:
    """Return the hashes of its drawn frames, one a second, as vPDQ writes them."""
    hashes = [(second, pdq_of(_drawn(float(second)))) for second in range(_SECONDS)]
    return json.dumps([f"{made.hex},{made.quality},{float(second):.3f}" for second, made in hashes])


def _drawn(at_seconds: float) -> NDArray[np.uint8]:
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float64)
    turn = at_seconds * 1.1
    beam = np.cos(np.arctan2(y - 40, x - 90) - turn) ** 8
    sea = 25 * np.sin(x / 9 + 2 * turn) * np.sin(y / 7) * (y > 80)
    tower = (np.abs(x - 90) < 9 + y / 12) & (y > 36)
    moon = np.hypot(x - 40 - 25 * at_seconds, y - 24) < 15
    brightness = 60 + 130 * beam + sea + 60 * tower * (np.sin(y / 6 + turn) > 0) + 120 * moon
    return np.stack([brightness, brightness * 0.85, 70 + brightness * 0.6], axis=2).clip(0, 255).astype(np.uint8)
