"""Which pictures are there? Originals of the movement, their edited forms, everyday scenes: files and their truth.

A tenth of the pictures are originals (the first of them is *the* drawing that the wire agency shows too), three
tenths edited forms, the rest everyday scenes that also serve as profile pictures. Files are named by digest, as an
evidence folder would. Re-encoded forms are JPEG, all others PNG.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from seawall.testing.world.drawings import draw_everyday, draw_lighthouse, ramp
from seawall.testing.world.draws import Draws
from seawall.testing.world.phrasebook import Lexicon
from seawall.testing.world.picture_edits import PICTURE_EDITS, edit_picture
from seawall.testing.world.png import palette_png

__all__ = ["Gallery", "Picture", "paint"]

_JPEG_QUALITY = 38
_EDIT_NAMES = tuple(PICTURE_EDITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One file."""

    file: str
    media_id: str
    md5: str
    media_type: str
    byte_count: int
    width: int
    height: int
    kind: str  # drawing, poster, everyday
    description: str
    original: int  # number of the picture that it is a form of; its own number where it is one
    edit: str  # "original", or the name of the edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """All pictures: originals first, then edited forms, then everyday scenes."""

    pictures: tuple[Picture, ...]
    original_count: int
    edited_count: int

    @property
    def everyday_start(self) -> int:
        """Return the number of the first everyday picture."""
        return self.original_count + self.edited_count

    def forms_of(self, original: int) -> list[int]:
        """Return the numbers of the edited forms of an original."""
        return list(range(self.original_count + original, self.everyday_start, self.original_count))


def paint(folder: Path, draws: Draws, count: int, lexicons: dict[str, Lexicon]) -> Gallery:
    """Draw and write `count` pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    originals, edited = max(6, count // 10), count * 3 // 10
    tones = [_original(draws, number, lexicons) for number in range(originals)]
    pictures = []
    for number in range(count):
        if number < originals:
            pictures.append(_write(folder, tones[number][0], ramp(draws, number), _truth(number, tones[number][1])))
        elif number < originals + edited:
            pictures.append(_edited(folder, draws, number, tones))
        else:
            about = ("everyday", "a picture of an everyday scene", number, "original")
            pictures.append(_write(folder, draw_everyday(draws, number), ramp(draws, number), about))
    return Gallery(pictures=tuple(pictures), original_count=originals, edited_count=edited)


def _original(draws: Draws, number: int, lexicons: dict[str, Lexicon]) -> tuple[Image.Image, str]:
    language = ("en", "es")[draws.number("poster language", 2, number)]
    slogans = lexicons[language]["movement"]["slogans"]
    is_poster = number % 3 == 2
    slogan = slogans[draws.number("poster slogan", len(slogans), number)] if is_poster else None
    return draw_lighthouse(draws, number, slogan), slogan or ""


def _truth(number: int, slogan: str) -> tuple[str, str, int, str]:
    if slogan:
        return "poster", f"poster of a lighthouse with the words “{slogan}”", number, "original"
    return "drawing", "drawing of a grey lighthouse above the sea", number, "original"


def _edited(folder: Path, draws: Draws, number: int, tones: list[tuple[Image.Image, str]]) -> Picture:
    form = number - len(tones)
    original = form % len(tones)
    edit = _EDIT_NAMES[(form // len(tones) + form * 3) % len(_EDIT_NAMES)]
    image = edit_picture(tones[original][0], edit, draws.number("edit form", 1_000, number))
    kind, description, _, _ = _truth(original, tones[original][1])
    colours = ramp(draws, number if edit == "recoloured" else original)
    return _write(folder, image, colours, (kind, description, original, edit))


def _write(folder: Path, image: Image.Image, colours: bytes, about: tuple[str, str, int, str]) -> Picture:
    kind, description, original, edit = about
    as_jpeg = edit == "reencoded"
    data = _jpeg(image, colours) if as_jpeg else palette_png(_rows(image), colours)
    digest = hashlib.sha256(data).hexdigest()
    file = f"{digest}.{'jpg' if as_jpeg else 'png'}"
    (folder / file).write_bytes(data)
    return Picture(
        file=f"pictures/{file}",
        media_id=f"sha256:{digest}",
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        media_type="image/jpeg" if as_jpeg else "image/png",
        byte_count=len(data),
        width=image.width,
        height=image.height,
        kind=kind,
        description=description,
        original=original,
        edit=edit,
    )


def _rows(image: Image.Image) -> list[bytes]:
    data = image.tobytes()
    return [data[at : at + image.width] for at in range(0, len(data), image.width)]


def _jpeg(image: Image.Image, colours: bytes) -> bytes:
    coloured = Image.frombytes("P", image.size, image.tobytes())
    coloured.putpalette(colours)
    out = io.BytesIO()
    coloured.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()
