"""How is a picture print written? Hashes of a picture and its parts, and its local features, in one checked text value.

`pp1.` and unpadded url-safe base64 of: width and height of the reduced picture, forms (number of the trim, box, 8
hashes), crops (number, hash), features (x, y, scale, angle, 128 bits), all little-endian, and a CRC-32. Reading is
strict: one print has one spelling, and nothing beyond the limits is taken in. Left out: making one (`picture.py`).
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.errors import SignalValueError
from seawall.signals.pdq_hash import TURNS
from seawall.signals.picture_crops import CROPS
from seawall.signals.picture_features import CODE_OCTETS, FEATURE_SIDE, MOST_FEATURES, Features
from seawall.signals.picture_variants import TRIMS

__all__ = ["FORM_MARKS", "PicturePrint", "PrintForm", "read_print", "write_print"]

FORM_MARKS: Final[tuple[str | None, ...]] = (None, *TRIMS)
_PREFIX: Final = "pp1."
_HASH: Final = 32
_LONGEST: Final = 40_000  # characters; the fullest print has 26,100
_HEAD: Final = struct.Struct("<HHBBH")  # width, height, forms, crops, features
_FORM: Final = struct.Struct("<B4H")  # trim, box in 65,535ths
_CHECK: Final = struct.Struct("<I")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrintForm:
    """One form: number of its mark in `FORM_MARKS`, box in 65,535ths, hashes of the 8 turns."""

    mark: int
    box: tuple[int, int, int, int]
    hashes: NDArray[np.uint8]  # 8 × 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PicturePrint:
    """What a print holds."""

    forms: tuple[PrintForm, ...]
    crops: NDArray[np.uint8]  # numbers in CROPS
    crop_hashes: NDArray[np.uint8]  # n × 32
    features: Features


def write_print(made: PicturePrint) -> str:
    """Return the one spelling of a print."""
    features = made.features
    parts = [_HEAD.pack(features.width, features.height, len(made.forms), len(made.crops), len(features))]
    for form in made.forms:
        parts += [_FORM.pack(form.mark, *form.box), form.hashes.tobytes()]
    parts += [made.crops.tobytes(), made.crop_hashes.tobytes()]
    parts += [features.x.astype("<u2").tobytes(), features.y.astype("<u2").tobytes()]
    parts += [features.scales.tobytes(), features.angles.tobytes(), features.codes.tobytes()]
    content = b"".join(parts)
    checked = content + _CHECK.pack(zlib.crc32(content))
    return _PREFIX + base64.urlsafe_b64encode(checked).rstrip(b"=").decode("ascii")


def read_print(value: str) -> PicturePrint:
    """Return what a print holds; SignalValueError where it is not one, damaged, or spelt another way."""
    if not value.startswith(_PREFIX):
        raise _refused(f"a picture print begins with {_PREFIX!r}", value)
    if len(value) > _LONGEST:
        raise _refused(f"longer than {_LONGEST} characters", value)
    written = value[len(_PREFIX) :].encode("ascii", "replace")
    try:
        content = base64.b64decode(written + b"=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _refused("not url-safe base64", value) from None
    if base64.urlsafe_b64encode(content).rstrip(b"=") != written:
        raise _refused("not in its one spelling", value)
    if len(content) < _HEAD.size + _CHECK.size or _CHECK.pack(zlib.crc32(content[:-4])) != content[-4:]:
        raise _refused("damaged: its checksum is wrong", value)
    return _Reading(content[:-4], value).print()


class _Reading:
    """Takes one part after the other out of the octets of a print."""

    def __init__(self, content: bytes, value: str) -> None:
        self._content, self._at, self._value = content, 0, value

    def print(self) -> PicturePrint:
        width, height, forms, crops, features = self._fields(_HEAD)
        self._check(1 <= width <= FEATURE_SIDE and 1 <= height <= FEATURE_SIDE, "an impossible size")
        self._check(forms <= len(FORM_MARKS), "too many forms")
        self._check(crops <= len(CROPS), "too many crops")
        self._check(features <= MOST_FEATURES, "too many features")
        read_forms = tuple(self._form() for _ in range(forms))
        numbers = self._array(crops, np.uint8)
        self._check(bool((np.diff(numbers.astype(int)) > 0).all() and (numbers < len(CROPS)).all()), "no such crops")
        hashes = self._array((crops, _HASH), np.uint8)
        places = self._array((2, features), "<u2").astype(np.uint16)
        scales, angles = self._array((2, features), np.uint8)
        codes = self._array((features, CODE_OCTETS), np.uint8)
        self._check(self._at == len(self._content), "more octets than it says")
        self._check(bool(forms or crops or features), "an empty print")
        local = Features(
            width=width, height=height, x=places[0], y=places[1], scales=scales, angles=angles, codes=codes
        )
        return PicturePrint(forms=read_forms, crops=numbers, crop_hashes=hashes, features=local)

    def _form(self) -> PrintForm:
        mark, left, top, right, bottom = self._fields(_FORM)
        self._check(mark < len(FORM_MARKS) and left < right and top < bottom, "an impossible form")
        return PrintForm(mark=mark, box=(left, top, right, bottom), hashes=self._array((len(TURNS), _HASH), np.uint8))

    def _fields(self, layout: struct.Struct) -> tuple[Any, ...]:
        self._check(self._at + layout.size <= len(self._content), "fewer octets than it says")
        fields = layout.unpack_from(self._content, self._at)
        self._at += layout.size
        return fields

    def _array(self, shape: int | tuple[int, ...], kind: Any) -> NDArray[Any]:
        count = int(np.prod(shape))
        size = count * np.dtype(kind).itemsize
        self._check(self._at + size <= len(self._content), "fewer octets than it says")
        values = np.frombuffer(self._content, dtype=kind, count=count, offset=self._at).reshape(shape)
        self._at += size
        return values

    def _check(self, holds: bool, reason: str) -> None:  # noqa: FBT001
        if not holds:
            raise _refused(reason, self._value)


def _refused(reason: str, value: str) -> SignalValueError:
    return SignalValueError(f"no picture print: {reason}", value=value[:80], signal_type="picture")
