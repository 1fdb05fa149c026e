"""How is a known picture changed before it is shown again? Each kind of edit by name, on tones of grey.

The kinds are those that defeat one perceptual hash or another: re-encoding, resizing, cropping, letterbox, border,
mirror, caption, darkness, a screenshot's frame, a slight turn, other colours. An edit is a pure function of the
picture and a number.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageOps

from seawall.testing.world.drawings import draw_text

__all__ = ["PICTURE_EDITS", "edit_picture"]

_CAPTIONS: Final = (
    "share before it is gone",
    "copied again",
    "seen on the quay",
    "compartid",
    "no lamp alone",
    "tonight",
)


def _resized(image: Image.Image, number: int) -> Image.Image:
    share = 45 + number % 40
    return image.resize((image.width * share // 100, image.height * share // 100), Image.Resampling.BICUBIC)


def _cropped(image: Image.Image, number: int) -> Image.Image:
    left, upper = (image.width * (2 + number % 9)) // 100, (image.height * (3 + number % 7)) // 100
    return image.crop((left, upper, image.width - upper, image.height - left // 2))


def _letterboxed(image: Image.Image, number: int) -> Image.Image:
    bar = image.height * (12 + number % 20) // 100
    return ImageOps.expand(image, border=(0, bar), fill=4)


def _captioned(image: Image.Image, number: int) -> Image.Image:
    copy = image.copy()
    draw_text(copy, _CAPTIONS[number % len(_CAPTIONS)], y=4 if number % 2 else copy.height - 28, size=14 + number % 5)
    return copy


def _screenshot(image: Image.Image, number: int) -> Image.Image:
    page = Image.new("L", (image.width + 40, image.height + 110), 238)
    page.paste(image, (20, 52))
    draw_text(page, "harbourfeed", y=8, size=16)
    draw_text(page, f"{1 + number % 90} comments", y=page.height - 34, size=13)
    return page


PICTURE_EDITS: Final = MappingProxyType[str, Callable[[Image.Image, int], Image.Image]](
    {
        "reencoded": lambda image, _: image,  # as JPEG: where the file is written
        "resized": _resized,
        "cropped": _cropped,
        "letterboxed": _letterboxed,
        "mirrored": lambda image, _: ImageOps.mirror(image),
        "captioned": _captioned,
        "bordered": lambda image, number: ImageOps.expand(image, border=8 + number % 14, fill=250),
        "darkened": lambda image, number: image.point(lambda tone: tone * (45 + number % 30) // 100),
        "screenshot": _screenshot,
        "turned": lambda image, number: image.rotate(2 + number % 4, Image.Resampling.BICUBIC, fillcolor=128),
        "recoloured": lambda image, _: image,  # by another ramp: where the file is written
    }
)
"""Name of the edit → how it is made."""


def edit_picture(image: Image.Image, edit: str, number: int) -> Image.Image:
    """Return the picture changed by the named edit."""
    return PICTURE_EDITS[edit](image, number)
