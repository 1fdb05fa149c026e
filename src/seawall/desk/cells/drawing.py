"""The network of a cell as a picture to hand on: SVG, or PNG drawn by the same places.

The core is filled, others are rings; a tie is the darker, the more surprising it is. Names stand beside members where
there are few enough to read. Cells without places (not laid out) have no picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

from seawall.desk.cells.taken_out import CellTables
from seawall.network.xml_text import plain_xml

__all__ = ["png_of", "svg_pieces"]

_SIZE: Final = 1_200
_MARGIN: Final = 80
_NAMED_UP_TO: Final = 60
_FULL_BITS: Final = 64.0
_INK, _SOFT, _PAPER = (21, 80, 128), (70, 82, 95), (253, 252, 250)
_FINER: Final = 2
"""The PNG is drawn so much larger and made smaller afterwards, which smooths its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dot:
    x: float
    y: float
    radius: float
    is_core: bool
    name: str


def svg_pieces(tables: CellTables) -> Iterator[bytes]:
    """Yield the octets of an SVG picture without script or style."""
    dots = _dots(tables)
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {_SIZE} {_SIZE}" font-family="sans-serif" font-size="11">\n'
        f'<rect width="{_SIZE}" height="{_SIZE}" fill="{_hex(_PAPER)}"/>\n'
    ).encode()
    for left, right, share in _lines(tables, dots):
        yield (
            f'<line x1="{left.x:.1f}" y1="{left.y:.1f}" x2="{right.x:.1f}" y2="{right.y:.1f}" '
            f'stroke="{_hex(_tint(share))}"/>\n'
        ).encode()
    for dot in dots.values():
        fill = _hex(_INK if dot.is_core else _PAPER)
        yield (
            f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{dot.radius:.1f}" fill="{fill}" stroke="{_hex(_INK)}"/>\n'
        ).encode()
        if len(dots) <= _NAMED_UP_TO:
            name = escape(plain_xml(dot.name))
            at = f'x="{dot.x + dot.radius + 3:.1f}" y="{dot.y + 4:.1f}"'
            yield f'<text {at} fill="{_hex(_SOFT)}">{name}</text>\n'.encode("utf-8", "replace")
    yield b"</svg>\n"


def png_of(tables: CellTables) -> bytes:
    """Return the octets of a PNG picture, without names."""
    dots = _dots(tables)
    picture = Image.new("RGB", (_SIZE * _FINER, _SIZE * _FINER), _PAPER)
    pen = ImageDraw.Draw(picture)
    for left, right, share in _lines(tables, dots):
        ends = [left.x * _FINER, left.y * _FINER, right.x * _FINER, right.y * _FINER]
        pen.line(ends, fill=_tint(share), width=_FINER)
    for dot in dots.values():
        box = [(dot.x - dot.radius) * _FINER, (dot.y - dot.radius) * _FINER]
        box += [(dot.x + dot.radius) * _FINER, (dot.y + dot.radius) * _FINER]
        pen.ellipse(box, fill=_INK if dot.is_core else _PAPER, outline=_INK, width=_FINER)
    written = io.BytesIO()
    picture.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _dots(tables: CellTables) -> dict[str, _Dot]:
    within = _SIZE - 2 * _MARGIN
    found = {}
    for row in tables.accounts.to_pylist():
        place = tables.places.get(row["account"])
        if place is not None:
            found[row["account"]] = _Dot(
                x=_MARGIN + within * (place[0] + 1) / 2,
                y=_MARGIN + within * (1 - place[1]) / 2,
                radius=3 + min(9.0, row["ties"] ** 0.5),
                is_core=row["is_core"],
                name=row["account"],
            )
    return found


def _lines(tables: CellTables, dots: dict[str, _Dot]) -> Iterator[tuple[_Dot, _Dot, float]]:
    """Yield the ties, the weakest first, so that the strongest lie on top."""
    ends = zip(*(tables.pairs[name].to_pylist() for name in ("account_a", "account_b", "bits")), strict=True)
    for left, right, bits in reversed(list(ends)):
        if left in dots and right in dots:
            yield dots[left], dots[right], min(1.0, bits / _FULL_BITS)


def _tint(share: float) -> tuple[int, int, int]:
    """Return the colour of a tie: paler, the less surprising it is."""
    part = 0.12 + 0.5 * share
    red, green, blue = (round(paper + (ink - paper) * part) for paper, ink in zip(_PAPER, _INK, strict=True))
    return red, green, blue


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
