"""How does this picture look, in 256 bits? The PDQ hash: two pictures whose hashes differ in few bits look alike.

Brightness is blurred and sampled at 64×64 points, the 16×16 slowest waves of its cosine transform (without the
constant) are compared with their median, and a bit says which lie above it. Source: Facebook, "PDQ hashing" (2017), and
the reference code of ThreatExchange; bits, their order and the quality are those of `pdqhash` 0.2.8 on equal pixels.
Left out: decoding pictures, and comparing hashes (`seawall.index.hamming`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MIN_PDQ_QUALITY", "TURNS", "PdqHash", "pdq_dihedrals", "pdq_of", "pdq_turns"]

MIN_PDQ_QUALITY: Final = 50
"""Below this a picture is too plain to be told from others: peers discard 49 and less, so do we."""

TURNS: Final = (
    "as it is", "rotated 90°", "rotated 180°", "rotated 270°",
    "flipped upside down", "mirrored", "mirrored, rotated 90°", "mirrored, rotated 270°",
)  # fmt: skip
"""What is done to a picture to get each of its 8 hashes, in their order; rotations run anticlockwise."""

_SIDE: Final = 64
_KEPT: Final = 16
_MIN_SIDE: Final = 5  # pixels; below, the reference gives no hash
_MEDIAN: Final = _KEPT * _KEPT // 2 - 1  # the lower of the two in the middle
_MAX_QUALITY: Final = 100
_STEPS_PER_QUALITY: Final = 90

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PdqHash:
    """256 bits, most significant first, and how much there is to see in the picture, 0–100."""

    bits: bytes
    quality: int

    @property
    def hex(self) -> str:
        """Return the 64 hexadecimal digits in which PDQ hashes are written."""
        return self.bits.hex()

    @property
    def complement(self) -> PdqHash:
        """Return the hash of the negative picture: there each wave changes its sign."""
        return PdqHash(bits=bytes(octet ^ 0xFF for octet in self.bits), quality=self.quality)


_NO_HASH: Final = PdqHash(bits=bytes(_KEPT * _KEPT // 8), quality=0)


def pdq_of(pixels: NDArray[np.uint8]) -> PdqHash:
    """Return the hash of a picture: uint8, height × width × 3 (RGB) or height × width (grey), any size.

    A picture narrower or lower than 5 pixels has no hash: zeros, quality 0.
    """
    if min(pixels.shape[:2]) < _MIN_SIDE:
        return _NO_HASH
    luma = _luma(pixels)
    small = luma if luma.shape == (_SIDE, _SIDE) else _sampled(_blurred(luma))
    return _hash(_waves(small), _quality(small))


def pdq_dihedrals(pixels: NDArray[np.uint8]) -> tuple[PdqHash, ...]:
    """Return the hashes of the 8 `TURNS` of a picture as the reference reckons them: by signs of one transform.

    They equal those of `pdqhash.compute_dihedral`. Where windows are of even width the reference samples half a window
    beside the middle, so these lie 14 to 22 bits from the hash of the turned picture (drawn pictures, mean; up to 82).
    `pdq_turns` has no such loss.
    """
    if min(pixels.shape[:2]) < _MIN_SIDE:
        return (_NO_HASH,) * len(TURNS)
    small = _sampled(_blurred(_luma(pixels)))
    waves, quality = _waves(small), _quality(small)
    sign = np.where(np.arange(_KEPT) % 2 == 0, np.float32(-1), np.float32(1))  # odd waves change theirs when mirrored
    down, across = sign[:, None], sign[None, :]
    turned = (
        waves, (waves * across).T, waves * down * across, (waves * down).T,
        waves * down, waves * across, waves.T, (waves * down * across).T,
    )  # fmt: skip
    return tuple(_hash(one, quality) for one in turned)


def pdq_turns(pixels: NDArray[np.uint8]) -> tuple[PdqHash, ...]:
    """Return the hashes of the 8 `TURNS` of a picture, as if the turned pixels were hashed (0.2 bits off in the mean).

    The picture is blurred once and sampled where the turned picture would have been, so 8 cost little more than one.
    """
    if min(pixels.shape[:2]) < _MIN_SIDE:
        return (_NO_HASH,) * len(TURNS)
    blurred = _blurred(_luma(pixels))
    plain, ends, sides, both = (
        _sampled(blurred, upside_down=upside_down, mirrored=mirrored)
        for upside_down, mirrored in ((False, False), (True, False), (False, True), (True, True))
    )
    waves = {name: _waves(small) for name, small in (("", plain), ("v", ends), ("h", sides), ("vh", both))}
    quality = _quality(plain)
    turned = (
        waves[""], waves["h"].T, waves["vh"], waves["v"].T,
        waves["v"], waves["h"], waves[""].T, waves["vh"].T,
    )  # fmt: skip
    return tuple(_hash(one, quality) for one in turned)


def _luma(pixels: NDArray[np.uint8]) -> _Floats:
    from seawall.signals.pdq_kernel import luma_of_grey, luma_of_rgb  # compiles: only when needed

    luma: _Floats = luma_of_grey(pixels) if pixels.ndim == 2 else luma_of_rgb(pixels)
    return luma


def _blurred(luma: _Floats) -> _Floats:
    """Return the brightness blurred, in the memory that it lay in."""
    from seawall.signals.pdq_kernel import blur

    height, width = luma.shape
    blur(luma, _window(width), _window(height))
    return luma


def _window(length: int) -> int:
    """Return the pixels that one pass takes together: half of the 64th part of a side, rounded up."""
    return (length + 2 * _SIDE - 1) // (2 * _SIDE)


def _sampled(blurred: _Floats, *, upside_down: bool = False, mirrored: bool = False) -> _Floats:
    """Return 64×64 points of a blurred picture, or of the picture turned round before it was blurred."""
    height, width = blurred.shape
    rows, columns = _points(height, turned=upside_down), _points(width, turned=mirrored)
    return np.ascontiguousarray(blurred[np.ix_(rows, columns)])


def _points(length: int, *, turned: bool) -> NDArray[np.int64]:
    """Return the middles of 64 equal parts of a side.

    A window of even width has its middle half a pixel off, to the right of the picture as it is and to the left of the
    picture turned round; over two passes that makes two pixels between the one and the other.
    """
    points = ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.int64)
    if not turned:
        return points
    lopsided = 1 if _window(length) % 2 == 0 else 0
    return np.maximum(0, length - 1 - 2 * lopsided - points)


def _quality(small: _Floats) -> int:
    from seawall.signals.pdq_kernel import gradient_sum

    return min(_MAX_QUALITY, int(gradient_sum(small)) // _STEPS_PER_QUALITY)


def _waves(small: _Floats) -> _Floats:
    from seawall.signals.pdq_kernel import cosine_transform

    waves: _Floats = cosine_transform(small, _cosines())
    return waves


def _hash(waves: _Floats, quality: int) -> PdqHash:
    """Return 256 bits: wave (15, 15) first, (0, 0) last, set where the wave lies above the median."""
    flat = waves.reshape(-1)
    above = flat[::-1] > np.partition(flat, _MEDIAN)[_MEDIAN]
    return PdqHash(bits=np.packbits(above).tobytes(), quality=quality)


@cache
def _cosines() -> NDArray[np.float32]:
    """Return the 16 waves at 64 points, rounded from 64 to 32 bits as the reference has them."""
    scale = float(np.float32(math.sqrt(2 / _SIDE)))
    step = math.pi / 2 / _SIDE
    rows = [[scale * math.cos(step * wave * (2 * point + 1)) for point in range(_SIDE)] for wave in range(1, _KEPT + 1)]
    return np.array(rows, dtype=np.float32)
