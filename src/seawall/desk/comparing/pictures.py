"""How are two pictures laid so that eyes can compare them? The observed one is moved onto the banked one.

Both are decoded within the limits of `seawall.signals.picture_decoding`, brought to one size and written anew as JPEG,
so nothing of the stored bytes reaches a browser. A finding without an alignment shows both as they are.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image

from seawall.desk.cases.models import Finding
from seawall.desk.comparing.selectors import banked_file, observed_file
from seawall.desk.observations.errors import MediaUnservableError
from seawall.index import Way
from seawall.signals import OpenedFile
from seawall.signals.picture_decoding import Picture

__all__ = ["SIDES", "aligned_picture"]

SIDES: Final = ("observed", "banked")
_QUALITY: Final = 88


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
    pair = aligned_pictures(_picture(observed, finding.location), _picture(banked, None), way)
    out = io.BytesIO()
    Image.fromarray(pair[SIDES.index(side)]).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _picture(path: Path, place: str | None) -> Picture:
    file = OpenedFile(path)
    if not file.pictures:
        reason = "; ".join(file.asides) or "it holds no picture"
        raise MediaUnservableError(f"this file can't be shown as a picture: {reason}", reason=reason)
    return next((picture for picture in file.pictures if picture.place == place), file.pictures[0])
