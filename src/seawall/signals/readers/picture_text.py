"""The reader `picture_text`: which words stand in a picture? Read by Tesseract, where that program is present.

Arabic, Spanish and English together, as far as their data is installed. Small pictures are enlarged first, as letters
under twenty pixels are misread. What is read has errors, so it is compared like a text that somebody misspelt.
Measured with drawn captions (median share of wrong letters): clean 0.00, over a busy picture 0.24 to 0.30. Left out:
handwriting, frames of videos, reading order of columns.
"""

from __future__ import annotations

import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from seawall.signals.errors import TextReadingError
from seawall.signals.file_kind import FileKind
from seawall.signals.readers.text_reader import MAX_READ_CHARACTERS, ReadText, TextReaderExample

if TYPE_CHECKING:
    from seawall.signals.opened_file import OpenedFile
    from seawall.signals.picture_decoding import Picture

__all__ = ["PictureText"]

_WANTED: Final = ("ara", "spa", "eng")
_SECONDS: Final = 30
_MIN_SIDE, _ENLARGED_SIDE = 64, 1200
_MAX_PICTURES: Final = 4
_MIN_LETTERS: Final = 3


class PictureText:
    """Words in a picture, by optical character recognition."""

    NAME: Final = "picture_text"
    TITLE: Final = "Text in a picture"

    def read(self, file: OpenedFile) -> tuple[ReadText, ...]:
        """Return what stands in the first pictures of the file."""
        program = file.tools.tesseract
        if program is None or file.kind is not FileKind.PICTURE:
            return ()
        found = []
        for picture in file.pictures[:_MAX_PICTURES]:
            if min(picture.pixels.shape[:2]) >= _MIN_SIDE:
                text = " ".join(_recognise(program, picture).split())
                if sum(letter.isalnum() for letter in text) >= _MIN_LETTERS:
                    found.append(ReadText(reader=self.NAME, text=text[:MAX_READ_CHARACTERS], place=picture.place))
        return tuple(found)

    def examples(self) -> tuple[TextReaderExample, ...]:
        """Return none: whether the program is there, is the machine's business."""
        return ()


def _recognise(program: Path, picture: Picture) -> str:
    image = Image.fromarray(picture.pixels).convert("L")
    longest = max(image.size)
    if longest < _ENLARGED_SIDE:
        scale = _ENLARGED_SIDE / longest
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    stream = BytesIO()
    image.save(stream, "PNG")
    command = [str(program), "stdin", "stdout", "-l", "+".join(_languages(program)), "--psm", "11"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list; the program is the operator's own
            command, input=stream.getvalue(), capture_output=True, timeout=_SECONDS, check=False,
            env={"OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TextReadingError(f"reading it took more than {_SECONDS} seconds") from error
    except OSError as error:
        raise TextReadingError(f"{program} can't be run: {error.strerror}") from error
    if done.returncode:
        raise TextReadingError(f"{program.name} ended with {done.returncode}", returncode=done.returncode)
    return done.stdout.decode("utf-8", "replace")


@cache
def _languages(program: Path) -> tuple[str, ...]:
    """Return the languages that are wanted and installed; English where the list can't be had."""
    try:
        listed = subprocess.run(  # noqa: S603
            [str(program), "--list-langs"], capture_output=True, timeout=_SECONDS, check=False
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return ("eng",)
    there = set(listed.split())
    return tuple(name for name in _WANTED if name in there) or ("eng",)
