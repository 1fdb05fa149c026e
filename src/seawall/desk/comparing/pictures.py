"""How are two pictures laid so that eyes can compare them? The observed one is moved onto the banked one.

Of a video it is the frame at the second that the finding names (`moments.py`). Both are decoded within the limits of
`seawall.signals`, brought to one size and written anew as JPEG, so nothing of the stored bytes reaches a browser. A
finding without an alignment shows both as they are.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from seawall.desk.cases.models import Finding
from seawall.desk.comparing.moments import shared_moment
from seawall.desk.comparing.selectors import banked_file, observed_file
from seawall.desk.observations.errors import MediaUnservableError
from seawall.index import Way
from seawall.signals import FileKind, OpenedFile
from seawall.signals.picture_decoding import Picture

__all__ = ["SIDES", "aligned_picture"]

SIDES: Final = ("observed", "banked")
_QUALITY: Final = 88
_LATEST_SECOND: Final = 600  # a reader waits while the video is decoded up to there


def aligned_picture(finding: Finding, side: str) -> bytes | None:
    """Return one side as JPEG; None where one of the two files is not kept.

    Raises:
        MediaUnservableError: one of them is no picture that can be decoded.
    """
    observed, banked = observed_file(finding), banked_file(finding)
    if observed is None or banked is None:
        return None
    from seawall.index.picture_side_by_side import aligned_pictures  # brings OpenCV: only when needed

    way = Way(
        stage=finding.stage,
        transform=finding.transform,
        alignment=tuple(finding.alignment) if finding.alignment else None,
    )
    here, there = shared_moment(finding)
    pair = aligned_pictures(_picture(observed, finding.location, here), _picture(banked, None, there), way)
    out = io.BytesIO()
    Image.fromarray(pair[SIDES.index(side)]).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _picture(path: Path, place: str | None, second: int) -> Picture:
    file = OpenedFile(path)
    if file.kind is FileKind.VIDEO:
        return Picture(pixels=_frame(path, second), place=None)
    if not file.pictures:
        reason = "; ".join(file.asides) or "it holds no picture"
        raise MediaUnservableError(f"this file can't be shown as a picture: {reason}", reason=reason)
    return next((picture for picture in file.pictures if picture.place == place), file.pictures[0])


def _frame(path: Path, second: int) -> NDArray[np.uint8]:
    """Return what a video shows in a second of it: the last frame that began before the next."""
    from seawall.signals.errors import VideoError
    from seawall.signals.video_frames import read_frames  # brings PyAV: only when needed

    if second > _LATEST_SECOND:
        raise MediaUnservableError(f"second {second} of a video lies too far in to be shown here", reason="too late")
    shown: NDArray[np.uint8] | None = None
    try:
        for frame in read_frames(path):
            if shown is not None and frame.at_seconds >= second + 1:
                break
            shown = frame.pixels
    except VideoError as error:
        if shown is None:
            raise MediaUnservableError(f"this video can't be shown: {error.message}", reason=error.message) from error
    if shown is None:
        raise MediaUnservableError("this video can't be shown: it holds no frame", reason="no frame")
    return shown
