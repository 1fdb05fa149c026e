"""Which bytes is a palette picture? A PNG without compression, so that the same pixels are the same bytes everywhere.

Compressors differ between zlib, zlib-ng and their versions; stored deflate blocks (RFC 1951, 3.2.4) do not. Source:
W3C PNG specification, third edition. Left out: filters, interlacing, every colour type but the palette's.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

__all__ = ["palette_png"]

_BLOCK: Final = 65_535


def palette_png(rows: list[bytes], palette: bytes) -> bytes:
    """Return the PNG of 8-bit palette pixels.

    Args:
        rows: each row's pixels, one byte each; all of one length.
        palette: red, green, blue of each colour, 3 to 768 bytes.
    """
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    pixels = b"".join(b"\0" + row for row in rows)
    parts = (_chunk(b"IHDR", header), _chunk(b"PLTE", palette), _chunk(b"IDAT", _stored(pixels)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _stored(data: bytes) -> bytes:
    blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
    out = [b"\x78\x01"]
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        out.append(struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block)
    return b"".join(out) + struct.pack(">I", zlib.adler32(data))
