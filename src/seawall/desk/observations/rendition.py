"""Which picture may a reviewer's browser be given? A bounded rendition that we made ourselves, never the stored bytes.

Only PNG, JPEG, GIF and WebP are decoded, by Pillow, within limits on bytes and pixels that are checked before anything
is decoded. The first frame alone is kept (nothing moves), turned as its EXIF says, at most 1,600 pixels a side, written
anew as JPEG: whatever else the file carried (scripts, metadata, a second format) is gone. The stored bytes are compared
with their digest first, so a changed file is refused rather than shown as evidence. Left out: video, PDF, SVG.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from seawall.corpus.media_files import media_file_path
from seawall.desk.observations.errors import MediaUnservableError
from seawall.digests import Digest, DigestError, digest_bytes

__all__ = ["MAX_BYTES", "MAX_PIXELS", "MAX_SIDE", "find_file", "render_picture"]

MAX_BYTES: Final = 32 << 20
MAX_PIXELS: Final = 60_000_000
MAX_SIDE: Final = 1600
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_GROUND: Final = (128, 128, 128)
"""Grey behind transparent parts: neither white nor black figures vanish."""


def find_file(evidence: Path, media_id: str, named: list[str | None]) -> Path | None:
    """Return the stored file of a media id: by digest in the evidence folder, or where a source row names it there.

    A name that leads out of the folder is passed over, however it is written.
    """
    root = evidence.resolve()
    candidates: list[Path] = []
    with contextlib.suppress(DigestError):  # a platform's own key: only the rows can say where the file lies
        candidates.append(media_file_path(root, Digest.parse(media_id)))
    candidates += [root / name for name in named if name and "\0" not in name]
    for candidate in candidates:
        path = candidate.resolve()
        if path.is_relative_to(root) and path.is_file():
            return path
    return None


def render_picture(path: Path, media_id: str) -> bytes:
    """Return the JPEG rendition of a stored picture.

    Raises:
        MediaUnservableError: too large, not one of the formats, damaged, or not the bytes of its digest.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _unservable(f"the file has more than {MAX_BYTES >> 20} MiB")
    _require_digest(content, media_id)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rendered(content)
    except MediaUnservableError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _unservable("the file is no picture that Seawall shows") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError) as error:
        raise _unservable("the picture is damaged") from error


def _require_digest(content: bytes, media_id: str) -> None:
    try:
        digest = Digest.parse(media_id)
    except DigestError:
        return  # a platform's own key: there is nothing to compare with
    if digest_bytes(content, digest.algorithm) != digest:
        raise _unservable("the stored bytes are not those of the digest")


def _rendered(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS or not width or not height:
            raise _unservable(f"the picture has more than {MAX_PIXELS:,} pixels")
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((MAX_SIDE, MAX_SIDE))
        flat = _on_ground(turned)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=88)
    return out.getvalue()


def _on_ground(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGB", "L"}:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    ground = Image.new("RGB", with_alpha.size, _GROUND)
    ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return ground


def _unservable(reason: str) -> MediaUnservableError:
    facts: dict[str, Any] = {"reason": reason}
    return MediaUnservableError(f"this file can't be shown as a picture: {reason}", **facts)
