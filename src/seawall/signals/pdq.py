"""The signal `pdq`: does this picture look like one that we know?

Taken from every picture of a file: its PDQ hash (`pdq_hash.py`) and those of its variants (`picture_variants.py`), each
marked with what was done to the picture, so that a bank needs to hold a picture once, as it is. A picture of quality
below 50 gives no signal: plain pictures all look alike. Left out: crops and parts, see the signal `picture`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from seawall.signals.content import Content, ContentKind
from seawall.signals.errors import SignalValueError
from seawall.signals.file_column import FileSignal, file_column
from seawall.signals.opened_file import OpenedFile
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, pdq_turns
from seawall.signals.picture_variants import variant_hashes
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["PDQ_DIGITS", "Pdq"]

PDQ_DIGITS: Final = 64

_WRITTEN: Final = re.compile(r"(?P<digits>[0-9a-f]*)(?:\s*,\s*(?P<quality>[0-9]{1,3}))?")
_MAX_QUALITY: Final = 100


class Pdq:
    """PDQ hashes of pictures."""

    NAME: Final = "pdq"
    TITLE: Final = "Picture, by PDQ"
    APPLIES_TO: Final = ContentKind.FILE
    MATCHING: Final = Matching.HAMMING
    WEIGHT: Final = 0.85

    def parse(self, value: str) -> str:
        """Return the 64 lower-case digits of a hash; `hash,quality`, as peers write it, is understood.

        Raises:
            SignalValueError: other than 64 hexadecimal digits, or a quality so low that peers don't match it either.
        """
        found = _WRITTEN.fullmatch(value.strip().lower())
        digits = found["digits"] if found else ""
        if found is None or len(digits) != PDQ_DIGITS:
            had = f"{len(digits)} digits" if digits else repr(value[:80])
            raise SignalValueError(
                f"a PDQ hash is {PDQ_DIGITS} hexadecimal digits, this is {had}", value=value, signal_type=self.NAME
            )
        if found["quality"] is not None and not MIN_PDQ_QUALITY <= int(found["quality"]) <= _MAX_QUALITY:
            raise SignalValueError(
                f"quality {found['quality']}: a hash of less than {MIN_PDQ_QUALITY} (of {_MAX_QUALITY}) "
                "says too little to be matched",
                value=value,
                signal_type=self.NAME,
            )
        return digits

    def extract(self, content: Content) -> SignalColumn:
        """Return the hashes of all pictures of each file and of their variants, with mark and place."""
        return file_column(self.NAME, content, _of_file)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a drawn picture, with what is still the same picture and what is another."""
        waves = _drawn(0.11, 0.07)
        digits = pdq_turns(waves)[0].hex
        return (
            SignalExample(
                written=f" {digits.upper()},100 ",
                canonical=digits,
                carried_by=(
                    _encoded(waves),
                    _encoded(waves[:, ::-1]),
                    _encoded(np.rot90(waves)),
                    _encoded(255 - waves),
                    _encoded(waves, "JPEG"),
                ),
                not_carried_by=(_encoded(_drawn(0.05, 0.13)), _encoded(np.full_like(waves, 200)), b"no picture"),
            ),
        )


def _of_file(file: OpenedFile) -> Iterator[FileSignal]:
    for picture in file.pictures:
        for mark, made in variant_hashes(picture):
            yield FileSignal(value=made.hex, mark=mark, location=picture.place)


def _drawn(across: float, down: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Draw waves and rings; the numbers are their steps in radians a pixel."""
    y, x = np.mgrid[0:240, 0:320]
    rings = np.sin(across * np.hypot(x - 90, y - 150) + down * y) + np.sin(down * x * (1 + y / 400))
    discs = np.hypot(x - 230, y - 60) < 45
    brightness = np.where(discs, 235, 120 + 55 * rings)
    return np.stack([brightness, brightness * 0.8, 255 - brightness], axis=2).clip(0, 255).astype(np.uint8)


def _encoded(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], form: str = "PNG") -> bytes:
    from PIL import Image

    octets = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(octets, form, quality=60)
    return octets.getvalue()
