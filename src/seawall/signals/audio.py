"""The signal `audio`: is this a recording that we know, or does a known one play in it?

Chromaprint fingerprints of sound files and of the sound of videos, made by `fpcalc` where the caller found it; it is
handed plain samples, never the file. Without it there is no signal, and the file says so. The same recording is found
again through new compression, other volume and in excerpts; the same song sung or played anew is not.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Final

import numpy as np

from seawall.signals.chromaprint import SECONDS_A_NUMBER, SoundPrint, read_fingerprint
from seawall.signals.content import Content, ContentKind, FileContent
from seawall.signals.errors import AudioError, SignalValueError
from seawall.signals.file_kind import FileKind
from seawall.signals.opened_file import OpenedFile
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices

__all__ = ["Audio"]

_LEAST_NUMBERS: Final = 24  # 3 s: less is too little to know a recording by
_LEAST_DISTINCT: Final = 12  # silence and steady tones repeat the same few numbers
_TIMEOUT_SECONDS: Final = 300
_EXAMPLE: Final = tuple(0x2F1A_55C3 + 0x0101_0305 * step for step in range(_LEAST_NUMBERS))


class Audio:
    """Acoustic fingerprint of a recording."""

    NAME: Final = "audio"
    TITLE: Final = "Sound recording"
    APPLIES_TO: Final = ContentKind.FILE
    MATCHING: Final = Matching.SOUND
    WEIGHT: Final = 0.7

    def parse(self, value: str) -> str:
        """Return `c1:SECONDS:BASE64` of that, or of what fpcalc prints."""
        try:
            read = read_fingerprint(value)
            _check_enough(read)
        except ValueError as error:
            raise SignalValueError(f"not a fingerprint: {error}", value=value[:80], signal_type=self.NAME) from error
        return read.to_text()

    def extract(self, content: Content) -> SignalColumn:
        """Return one value for each file with sound; where none can be made, the file's `asides` say why."""
        if not isinstance(content, FileContent):
            raise TypeError(f"{self.NAME} is taken from files, not from {content.kind}")
        rows, values = [], []
        for row, file in enumerate(content.files):
            value = _value_of(file)
            if value is not None:
                rows.append(row)
                values.append(value)
        return SignalColumn(rows=np.array(rows, np.int64), values=Slices.of(values))

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a fingerprint as fpcalc prints it; no content, which the program would be needed for."""
        return (
            SignalExample(
                written=json.dumps({"duration": 3.0, "fingerprint": list(_EXAMPLE)}),
                canonical=SoundPrint(seconds=3.0, numbers=np.array(_EXAMPLE, np.uint32)).to_text(),
                carried_by=(),
            ),
        )


def _check_enough(read: SoundPrint) -> None:
    if len(read.numbers) < _LEAST_NUMBERS:
        raise ValueError(f"shorter than {_LEAST_NUMBERS * SECONDS_A_NUMBER:.0f} seconds")
    if len(np.unique(read.numbers)) < _LEAST_DISTINCT:
        raise ValueError("silence or a steady tone")


def _value_of(file: OpenedFile) -> str | None:
    if file.kind not in {FileKind.SOUND, FileKind.VIDEO}:
        return None
    if file.tools.fpcalc is None:
        file.set_aside("sound: not compared, fpcalc is not installed")
        return None
    try:
        read = _fingerprint(file, file.tools.fpcalc)
        _check_enough(read)
    except (AudioError, ValueError) as error:
        file.set_aside(f"sound: {error}")
        return None
    return read.to_text()


def _fingerprint(file: OpenedFile, fpcalc: Path) -> SoundPrint:
    from seawall.signals.sound_samples import SAMPLES_A_SECOND, read_sound  # loads the decoder: only when needed

    pieces: list[bytes] = []
    try:
        for piece in read_sound(file.source):
            pieces.append(piece)  # noqa: PERF402 - what came before an error is kept
    except AudioError as error:
        if not pieces:
            raise
        file.set_aside(f"sound: {error.message}")
    samples = b"".join(pieces)
    command = (
        str(fpcalc), "-raw", "-json", "-length", "0", "-format", "s16le", "-rate", str(SAMPLES_A_SECOND),
        "-channels", "1", "-",
    )  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and arguments
            command, input=samples, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
        # fpcalc 1.5 ends with status 3 at the end of what it reads from a pipe, and has printed all by then
        numbers = json.loads(done.stdout)["fingerprint"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise AudioError(f"fpcalc made no fingerprint ({type(error).__name__})") from None
    seconds = round(len(samples) / 2 / SAMPLES_A_SECOND, 1)
    return SoundPrint(seconds=seconds, numbers=np.array(numbers, dtype=np.uint32))
