"""How is a file of moving pictures or sound opened so that it can reach nothing but itself?

PyAV reads the octets given; formats and codecs are lists (`video_limits.py`), playlists are refused, and whatever a
container names elsewhere is never opened. Left out: decoding (`video_frames.py`, `sound_samples.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import av
from av.error import FFmpegError

from seawall.signals.errors import FileSignalError
from seawall.signals.video_limits import CODECS, FORMATS, VideoLimits

__all__ = ["BROKEN", "is_decoded", "open_container"]

BROKEN: Final = (FFmpegError, ValueError, OSError, EOFError, MemoryError, OverflowError)
"""What decoding a broken file is known to raise."""


@contextmanager
def open_container(source: bytes | Path, limits: VideoLimits, error: type[FileSignalError]) -> Iterator[Any]:
    """Open a file for reading, for as long as the block runs; raises `error` where it can't or mustn't be opened."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise error("an empty file")
    if size > limits.octets:
        raise error(f"a file larger than {limits.octets >> 20} MiB", octets=size)
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        try:
            container = av.open(stream, "r", options=_options(limits), io_open=_open_nothing, metadata_errors="replace")
        except BROKEN as broken:
            raise error(f"no file of a kind that is read here, or broken at its beginning ({_said(broken)})") from None
        with container:
            yield container


def is_decoded(stream: Any) -> bool:
    """Say whether a stream's codec is one that is decoded here."""
    return stream.codec_context is not None and stream.codec_context.codec.name in CODECS


def _said(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def _options(limits: VideoLimits) -> dict[str, str]:
    return {
        "format_whitelist": ",".join(FORMATS),
        "codec_whitelist": ",".join(CODECS),
        "protocol_whitelist": "none",
        "max_pixels": str(limits.frame_pixels),
        "max_streams": "100",
    }


def _open_nothing(*asked: object) -> Any:  # noqa: ARG001
    raise PermissionError("a video may not open another file")
