"""The signal `picture`: is this picture, or a part, a screenshot or a photograph of it, one that we know?

A print (`picture_print.py`) of every picture of a file: PDQ hashes of the whole, without borders and of 27 crops, and
up to 800 local features. One print serves both sides: a bank is met by its crops and features, content meets it by its
turns and features. Compared are arrangements of whole pictures, never faces, people or things. A picture too plain to
have hashes and with fewer than 12 points gives no print. Left out: comparing (`seawall.index.picture`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.content import Content, ContentKind
from seawall.signals.file_column import FileSignal, file_column
from seawall.signals.opened_file import OpenedFile
from seawall.signals.picture_crops import crop_hashes
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_features import Features, features_of
from seawall.signals.picture_print import FORM_MARKS, PicturePrint, PrintForm, read_print, write_print
from seawall.signals.picture_variants import Form, forms_of
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["LEAST_FEATURES", "PictureSignal", "picture_print"]

LEAST_FEATURES: Final = 12
_HASH: Final = 32
_FRACTION: Final = 65535


class PictureSignal:
    """Prints of pictures."""

    NAME: Final = "picture"
    TITLE: Final = "Picture, by its parts"
    APPLIES_TO: Final = ContentKind.FILE
    MATCHING: Final = Matching.PICTURE
    WEIGHT: Final = 0.85

    def parse(self, value: str) -> str:
        """Return the print; SignalValueError says why it is none."""
        stripped = value.strip()
        read_print(stripped)
        return stripped

    def extract(self, content: Content) -> SignalColumn:
        """Return the print of every picture of each file, with its place in the file."""
        return file_column(self.NAME, content, _of_file)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a drawn picture and a plain one."""
        drawn = _drawn()
        written = picture_print(Picture(pixels=drawn))
        assert written is not None
        return (
            SignalExample(
                written=f" {written}\n",
                canonical=written,
                carried_by=(
                    _encoded(drawn),
                    _encoded(drawn[:, ::-1]),
                    _encoded(255 - drawn),
                    _encoded(drawn[20:200, 30:290]),
                    _encoded(np.pad(drawn, ((90, 10), (40, 80), (0, 0)), constant_values=255)),
                ),
                not_carried_by=(_encoded(np.full_like(drawn, 120)), _encoded(_drawn(5)), b"the lamps return"),
            ),
        )


def _of_file(file: OpenedFile) -> Iterator[FileSignal]:
    for picture in file.pictures:
        made = picture_print(picture)
        if made is not None:
            yield FileSignal(value=made, location=picture.place)


def picture_print(picture: Picture) -> str | None:
    """Return the print of a picture; None where it is too plain to be told from others."""
    pixels = picture.pixels
    forms = tuple(_print_form(form, pixels) for form in forms_of(pixels))
    crops = dict(crop_hashes(pixels)) if forms else {}
    features = features_of(pixels)
    if len(features) < LEAST_FEATURES:
        features = _none_of(features)
    if not forms and not len(features):
        return None
    hashes = b"".join(made.bits for made in crops.values())
    return write_print(
        PicturePrint(
            forms=forms,
            crops=np.array(list(crops), dtype=np.uint8),
            crop_hashes=np.frombuffer(hashes, dtype=np.uint8).reshape(-1, _HASH),
            features=features,
        )
    )


def _print_form(form: Form, pixels: NDArray[np.uint8]) -> PrintForm:
    height, width = pixels.shape[:2]
    left, top, right, bottom = form.box
    hashes = np.frombuffer(b"".join(made.bits for made in form.turns), dtype=np.uint8)
    return PrintForm(
        mark=FORM_MARKS.index(form.mark),
        box=(
            round(left / width * _FRACTION), round(top / height * _FRACTION),
            round(right / width * _FRACTION), round(bottom / height * _FRACTION),
        ),
        hashes=hashes.reshape(-1, _HASH),
    )  # fmt: skip


def _none_of(features: Features) -> Features:
    return Features(
        width=features.width, height=features.height, x=features.x[:0], y=features.y[:0],
        scales=features.scales[:0], angles=features.angles[:0], codes=features.codes[:0],
    )  # fmt: skip


def _drawn(step: int = 0) -> NDArray[np.uint8]:
    """Draw a shore by lamplight: bands, rings and windows; another `step` is another shore."""
    y, x = np.mgrid[0:240, 0:320]
    shade = 90 + 50 * np.sin(x / (31 - step) + y / (47 + 5 * step)) + 40 * np.sin(np.hypot(x - 80, y - 60) / (9 + step))
    for number in range(14):
        left, top = number * (53 + step) % 290, number * (71 - step) % 210
        shade[top : top + 9 + number, left : left + 7 + number % 5] = 20 + number * 16
    return np.stack([shade, shade * 0.8, 255 - shade], axis=2).clip(0, 255).astype(np.uint8)


def _encoded(pixels: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    octets = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(octets, "PNG")
    return octets.getvalue()
