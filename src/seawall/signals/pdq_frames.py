"""The signal `pdq_frames`: is this video, or a stretch of it, one that we know?

One value a video: the PDQ hash of a frame for each second (vPDQ's default), of the inner picture too where the video
stands in an unmoving border, and local features of a few key frames. What was looked up is also tried mirrored, turned
and in negative; those values bear a mark, and a bank keeps the unmarked one. Peers' vPDQ values are read. Source:
ThreatExchange, vpdq/README.md. Left out: sound (`audio.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from seawall.signals.content import Content, ContentKind
from seawall.signals.errors import SignalValueError
from seawall.signals.file_column import FileSignal, file_column
from seawall.signals.file_kind import FileKind
from seawall.signals.frame_hashes import VideoPrint
from seawall.signals.key_frames import unpack_keys
from seawall.signals.opened_file import OpenedFile
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.vpdq_forms import read_vpdq

__all__ = ["PdqFrames"]


class PdqFrames:
    """PDQ hashes of a video's frames."""

    NAME: Final = "pdq_frames"
    TITLE: Final = "Video, by its frames"
    APPLIES_TO: Final = ContentKind.FILE
    MATCHING: Final = Matching.FRAMES
    WEIGHT: Final = 0.9

    def parse(self, value: str) -> str:
        """Return the canonical print of a print, or of vPDQ's forms."""
        written = value.strip()
        try:
            if VideoPrint.is_text(written):
                held = VideoPrint.from_text(written)
                unpack_keys(held.keys or b"")
                return held.to_text()
            frames = read_vpdq(written)
        except ValueError as error:
            raise SignalValueError(
                f"not the frames of a video: {error}", value=value[:80], signal_type=self.NAME
            ) from error
        return VideoPrint(frames=frames).to_text()

    def extract(self, content: Content) -> SignalColumn:
        """Return the print of each video, unmarked, and marked ones of it mirrored, turned and in negative.

        Where a video is broken, what could be decoded counts, and the file's `asides` say what was wrong.
        """
        return file_column(self.NAME, content, _of_file)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a short drawn film that ships with Seawall, and its hashes as vPDQ writes them."""
        from seawall.signals.video_example import example_film, example_vpdq

        written = example_vpdq()
        return (
            SignalExample(
                written=written,
                canonical=VideoPrint(frames=read_vpdq(written)).to_text(),
                carried_by=(example_film(),),
                not_carried_by=(b"the lamps return",),
            ),
        )


def _of_file(file: OpenedFile) -> Iterator[FileSignal]:
    from seawall.signals.video_print import print_video  # loads the decoder: only when needed

    if file.kind is FileKind.VIDEO:
        for mark, value in print_video(file):
            yield FileSignal(value=value, mark=mark)
