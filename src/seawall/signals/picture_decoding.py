"""Which pixels does this picture file show? Upright RGB on white, at most 1,024 pixels long, from hostile files too.

Bounded before anything is decoded: octets of the file, pixels and sides as the header tells them, frames of an
animation, and the decoders themselves (PNG, JPEG, GIF, WebP, BMP, TIFF, AVIF). An animation gives a few frames, evenly
chosen; a TIFF its first pages. The end of a JPEG that was cut off is shown grey, as browsers show it. Left out: colour
profiles, vector formats, camera raw, and the second view of stereo photographs.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from seawall.signals.errors import PictureError

__all__ = ["FORMATS", "LONGEST_SIDE", "Picture", "decode_pictures"]

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
LONGEST_SIDE: Final = 1024  # pixels, of what comes out
_MOST_OCTETS: Final = 256 << 20
_MOST_PIXELS: Final = 80_000_000  # of one frame; below the number at which Pillow itself begins to warn
_MOST_SIDE: Final = 65_535  # pixels
_MOST_FRAMES: Final = 4
_FRAME_BUDGET: Final = 400_000_000  # pixels of all frames up to the last one shown: most formats decode every one
_ORIENTATION: Final = 0x0112
_JPEG_END: Final = b"\xff\xd9"
_MULTIPLE: Final = {"GIF": "frame", "WEBP": "frame", "AVIF": "frame", "PNG": "frame", "TIFF": "page"}
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# what Pillow's parsers are known to raise over a broken or hostile file
_BROKEN: Final = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError,
    struct.error, RuntimeError, MemoryError, Image.DecompressionBombError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Pixels as people see them: `uint8[height, width, 3]`, red green blue, upright, transparent parts white.

    `place` tells where in its file it stands ("frame 7", "page 2"); None is the whole file.
    """

    pixels: NDArray[np.uint8]
    place: str | None = None


def decode_pictures(source: bytes | Path, *, longest_side: int = LONGEST_SIDE) -> tuple[Picture, ...]:
    """Return what a picture file shows: one picture, or up to four frames of an animation.

    Args:
        source: the file, or its content.
        longest_side: pixels; larger pictures are reduced to it.

    Raises:
        PictureError: not a picture that is decoded here, broken, or larger than the limits; the message tells which.
    """
    content = _read(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on odd metadata; sizes are checked here
        try:
            return tuple(_decode(content, longest_side))
        except PictureError:
            raise
        except UnidentifiedImageError:
            raise PictureError(f"no picture of a kind that is read here ({', '.join(FORMATS)})") from None
        except Image.DecompressionBombError:
            raise PictureError("more pixels than are decoded") from None
        except _BROKEN as error:
            cut_off = content[:2] == b"\xff\xd8" and not content.endswith(_JPEG_END + _JPEG_END)
            if cut_off and "truncated" in str(error):
                return decode_pictures(content + _JPEG_END + _JPEG_END, longest_side=longest_side)
            raise PictureError(f"broken picture file: {str(error) or type(error).__name__}") from None


def _read(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        with source.open("rb") as file:
            content = file.read(_MOST_OCTETS + 1)
    if len(content) > _MOST_OCTETS:
        raise PictureError(f"a picture file larger than {_MOST_OCTETS >> 20} MiB", octets=len(content))
    if not content:
        raise PictureError("an empty file")
    return content


def _decode(content: bytes, longest_side: int) -> Iterator[Picture]:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        _check_size(image)
        word = _MULTIPLE.get(image.format or "")
        numbers = _chosen_frames(image) if word else [0]
        shown: list[NDArray[np.uint8]] = []
        for number in numbers:
            try:
                if number:
                    image.seek(number)
                    _check_size(image)
                pixels = _pixels(image, longest_side)
            except _BROKEN:
                if shown:
                    return  # the frames before the break are shown
                raise
            if any(np.array_equal(pixels, other) for other in shown):
                continue
            shown.append(pixels)
            yield Picture(pixels=pixels, place=f"{word} {number + 1}" if len(numbers) > 1 else None)


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise PictureError("a picture without pixels", width=width, height=height)
    if width * height > _MOST_PIXELS or max(width, height) > _MOST_SIDE:
        raise PictureError(f"{width} × {height} pixels are more than are decoded", width=width, height=height)


def _chosen_frames(image: Image.Image) -> list[int]:
    """Return the numbers of a few frames, evenly chosen among those that the budget reaches."""
    try:
        count = int(getattr(image, "n_frames", 1))
    except _BROKEN:  # broken behind the first frame
        return [0]
    within = max(1, min(count, _FRAME_BUDGET // (image.width * image.height)))
    if within <= _MOST_FRAMES:
        return list(range(within))
    return [round(number * (within - 1) / (_MOST_FRAMES - 1)) for number in range(_MOST_FRAMES)]


def _pixels(image: Image.Image, longest_side: int) -> NDArray[np.uint8]:
    turn = _orientation(image)
    if image.format == "JPEG":
        image.draft(None, (longest_side, longest_side))  # None keeps the mode
    image.load()
    reduced = _eight_bits(image)
    if reduced.mode == "RGB":
        reduced = _reduced(reduced, longest_side)
    else:
        layered = _reduced(reduced.convert("RGBA"), longest_side)
        reduced = Image.new("RGB", layered.size, "white")
        reduced.paste(layered, mask=layered.getchannel("A"))
    if turn is not None:
        reduced = reduced.transpose(turn)
    return np.ascontiguousarray(np.asarray(reduced, dtype=np.uint8))


def _orientation(image: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return None  # a turned picture is found by its dihedrals all the same


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the image in RGB, or in a mode with transparency."""
    if image.mode in {"RGB", "RGBA"}:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray(_eight_bit_grey(np.asarray(image))).convert("RGB")
    if image.mode == "LAB":
        return image.getchannel(0).convert("RGB")
    layered = image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if layered else "RGB")


def _eight_bit_grey(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Return deep grey as eight bits: 16-bit by its range, anything else from its least to its greatest value."""
    deep = np.nan_to_num(values.astype(np.float64), posinf=0, neginf=0)
    low, high = float(deep.min()), float(deep.max())
    if low >= 0 and high <= 0xFFFF and values.dtype.kind in "ui":
        low, high = 0.0, float(0xFFFF)
    scaled = (deep - low) * (255 / ((high - low) or 1))
    return scaled.round().astype(np.uint8)


def _reduced(image: Image.Image, longest_side: int) -> Image.Image:
    if max(image.size) <= longest_side:
        return image
    scale = longest_side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
