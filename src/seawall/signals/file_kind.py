"""What is this file? Told by its first octets, never by its name or by what the sender says that it is.

Sources: the magic numbers in RFC 9239's registries and the containers' own specifications (ISO/IEC 14496-12 `ftyp`,
EBML, RIFF, Ogg, PDF). Left out: whether the rest of the file keeps what its beginning promises.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["HEAD_OCTETS", "FileKind", "file_kind"]

HEAD_OCTETS: Final = 4096
"""How much of a file's beginning is looked at."""


class FileKind(StrEnum):
    """The kinds of file that something can be taken from."""

    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"
    OTHER = "other"


_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_VIDEOS: Final = (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"0&\xb2u\x8ef\xcf\x11")
_SOUNDS: Final = (b"ID3", b"fLaC", b"#!AMR", b"\xff\xf1", b"\xff\xf9", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
_RIFF: Final = {b"WEBP": FileKind.PICTURE, b"AVI ": FileKind.VIDEO, b"WAVE": FileKind.SOUND}
_PICTURE_BRANDS: Final = frozenset({b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"})
_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"F4A "})
_TS_PACKET: Final = 188


def file_kind(head: bytes) -> FileKind:
    """Return what a file is by its first octets; `HEAD_OCTETS` of them are enough.

    >>> file_kind(b"%PDF-1.7"), file_kind(b"the lamps return")
    (<FileKind.DOCUMENT: 'document'>, <FileKind.OTHER: 'other'>)
    """
    if b"%PDF-" in head[:1024]:
        return FileKind.DOCUMENT
    for kind, beginnings in (
        (FileKind.PICTURE, _PICTURES), (FileKind.VIDEO, _VIDEOS), (FileKind.SOUND, _SOUNDS),
    ):  # fmt: skip
        if head.startswith(beginnings):
            return kind
    return _container_kind(head)


def _container_kind(head: bytes) -> FileKind:
    """Tell the containers that hold pictures, videos or sound alike by what they say of themselves."""
    brand = head[8:12]
    if head[:4] == b"RIFF":
        return _RIFF.get(brand, FileKind.OTHER)
    if head[4:8] == b"ftyp":
        if brand in _PICTURE_BRANDS:
            return FileKind.PICTURE
        return FileKind.SOUND if brand in _SOUND_BRANDS else FileKind.VIDEO
    if head[:4] == b"OggS":
        return FileKind.VIDEO if b"theora" in head else FileKind.SOUND
    if head[:1] == b"G" and head[_TS_PACKET : _TS_PACKET + 1] == b"G":
        return FileKind.VIDEO
    return FileKind.OTHER
