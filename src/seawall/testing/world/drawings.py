"""What is on the pictures? Lighthouses of the movement, its posters, and everyday scenes, drawn in tones of grey.

A drawing is a function of draws and a number, at `WIDTH` × `HEIGHT`; paper grain and brush texture lie over
everything, so that no surface is flat. Colour comes later, as a ramp from dark to light. No real flag, emblem or
person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from seawall.testing.world.draws import Draws

__all__ = ["EVERYDAY", "HEIGHT", "WIDTH", "draw_everyday", "draw_lighthouse", "draw_text", "ramp"]

WIDTH: Final = 256
HEIGHT: Final = 192

Pen = ImageDraw.ImageDraw


def ramp(draws: Draws, number: int) -> bytes:
    """Return 256 colours from dark to light through one hue in the middle."""
    stops = []
    for i, (low, high) in enumerate(((4, 60), (60, 190), (200, 255))):
        stops.append([low + draws.number("ramp", high - low, number, i, channel) for channel in range(3)])
    colours = bytearray()
    for tone in range(256):
        half, part = divmod(tone * 2, 256) if tone < 128 else (1, (tone - 128) * 2)
        first, second = stops[half], stops[half + 1]
        colours += bytes((a * (255 - part) + b * part) // 255 for a, b in zip(first, second, strict=True))
    return bytes(colours)


def draw_lighthouse(draws: Draws, number: int, slogan: str | None) -> Image.Image:
    """Return a drawing of the movement; with a slogan it is a poster."""
    n = _Numbers(draws, "lighthouse", number)
    image = _sky(draws, number)
    pen = ImageDraw.Draw(image)
    base, top = HEIGHT - n(20, 50), n(24, 50)
    middle, half = n(70, 186), n(10, 20)
    lamp = (middle, top)
    for i in range(n(5, 10)):
        spread = n(4, 16, i)
        angle = (n(-150, 150, i + 20), n(-60, 40, i + 40))
        tip = (lamp[0] + angle[0] * 2, lamp[1] + angle[1] * 2)
        pen.polygon([lamp, tip, (tip[0], tip[1] + spread * 3)], fill=n(170, 215, i))
    pen.polygon(
        [(middle - half, base), (middle - half // 2, top + 14), (middle + half // 2, top + 14), (middle + half, base)],
        fill=n(70, 130),
    )
    for i in range(1, n(3, 7)):
        y = top + 14 + (base - top - 14) * i // 7
        pen.line([(middle - half, y), (middle + half, y - 4)], fill=n(180, 240, i), width=n(3, 7))
    pen.rectangle((middle - half // 2 - 3, top, middle + half // 2 + 3, top + 14), fill=245, outline=30)
    pen.polygon([(middle - half // 2 - 5, top), (middle, top - n(10, 18)), (middle + half // 2 + 5, top)], fill=40)
    _waves(pen, n, base)
    image = _grain(draws, number, image)
    if slogan:
        draw_text(image, slogan, y=HEIGHT - 30 if n(0, 2) else 6, size=n(15, 21))
    return image


def draw_everyday(draws: Draws, number: int) -> Image.Image:
    """Return an everyday scene."""
    n = _Numbers(draws, "everyday", number)
    image = _sky(draws, number + 1_000_003)
    scene = EVERYDAY[n(0, len(EVERYDAY))]
    scene(ImageDraw.Draw(image), n)
    return _grain(draws, number + 1_000_003, image)


def draw_text(image: Image.Image, text: str, *, y: int, size: int) -> None:
    """Write a line of Latin letters on a band, with the font that Pillow carries (it has no accents)."""
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    font = ImageFont.load_default(size=size)
    pen = ImageDraw.Draw(image)
    left, upper, right, lower = pen.textbbox((0, 0), text, font=font)
    while right - left > image.width - 8 and size > 8:
        size -= 1
        font = ImageFont.load_default(size=size)
        left, upper, right, lower = pen.textbbox((0, 0), text, font=font)
    pen.rectangle((0, y - 2, image.width, y + lower - upper + 6), fill=18)
    pen.text(((image.width - right + left) // 2, y - upper + 2), text, font=font, fill=244)


class _Numbers:
    """Draws of one picture: `n(low, high, i)` is the i-th number in [low, high) asked for at this place."""

    def __init__(self, draws: Draws, name: str, number: int) -> None:
        self._draws, self._name, self._number, self._count = draws, name, number, 0

    def __call__(self, low: int, high: int, i: int = 0) -> int:
        self._count += 1
        return low + self._draws.number(self._name, max(1, high - low), self._number, self._count, i)


def _sky(draws: Draws, number: int) -> Image.Image:
    """Return clouds: three octaves of drawn noise over a slope of light."""
    n = _Numbers(draws, "sky", number)
    slope = np.linspace(n(150, 215), n(60, 140), HEIGHT).astype(np.int64)[:, None]
    tone = np.broadcast_to(slope, (HEIGHT, WIDTH)).copy()
    for octave, (columns, rows, depth) in enumerate(((5, 4, 70), (13, 9, 40), (48, 36, 24))):
        noise = draws.below(f"cloud {octave}", 256, number, np.arange(columns * rows)).astype(np.uint8)
        cloud = Image.fromarray(noise.reshape(rows, columns)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        tone += (np.asarray(cloud, dtype=np.int64) - 128) * depth // 128
    return Image.fromarray(np.clip(tone, 0, 255).astype(np.uint8))


def _grain(draws: Draws, number: int, image: Image.Image) -> Image.Image:
    """Lay paper grain and brush strokes over the picture."""
    noise = draws.below("grain", 256, number, np.arange(WIDTH * HEIGHT)).astype(np.uint8).reshape(HEIGHT, WIDTH)
    fine = Image.fromarray(noise // 8)
    strokes = Image.fromarray(noise[: HEIGHT // 2, : WIDTH // 6] // 6).resize(
        (WIDTH, HEIGHT), Image.Resampling.BILINEAR
    )
    return ImageChops.subtract(ImageChops.add(image, fine), strokes)


def _waves(pen: Pen, n: _Numbers, base: int) -> None:
    for row in range(base - 4, HEIGHT, 9):
        shift = n(0, 30, row)
        for x in range(-30, WIDTH, 30):
            pen.arc((x + shift, row, x + shift + 30, row + 14), 0, 180, fill=n(30, 200, row), width=3)


def _boat(pen: Pen, n: _Numbers) -> None:
    for i in range(n(1, 4)):
        x, y, size = n(10, 190, i), n(90, 150, i), n(24, 60, i)
        pen.polygon(
            [(x, y), (x + size, y), (x + size * 3 // 4, y + size // 4), (x + size // 4, y + size // 4)],
            fill=n(20, 90, i),
        )
        pen.polygon([(x + size // 2, y - 2), (x + size // 2, y - size), (x + size, y - 4)], fill=n(190, 250, i))
    _waves(pen, n, 140)


def _bowls(pen: Pen, n: _Numbers) -> None:
    for i in range(n(2, 6)):
        x, y, r = n(20, 230, i), n(40, 160, i), n(18, 44, i)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=n(180, 250, i), outline=n(20, 90, i), width=4)
        pen.ellipse((x - r // 2, y - r // 2, x + r // 2, y + r // 2), fill=n(60, 200, i))


def _trees(pen: Pen, n: _Numbers) -> None:
    for i in range(n(4, 12)):
        x, y, r = n(0, 250, i), n(60, 150, i), n(12, 34, i)
        pen.rectangle((x - 3, y, x + 3, y + r * 2), fill=n(20, 70, i))
        pen.ellipse((x - r, y - r, x + r, y + r // 2), fill=n(70, 160, i))


def _houses(pen: Pen, n: _Numbers) -> None:
    x = 0
    for i in range(9):
        width, height = n(24, 48, i), n(40, 120, i)
        pen.rectangle((x, HEIGHT - height, x + width, HEIGHT), fill=n(60, 200, i), outline=30)
        for row in range(HEIGHT - height + 8, HEIGHT - 10, 18):
            pen.rectangle((x + 6, row, x + 12, row + 8), fill=n(20, 250, row))
            pen.rectangle((x + width - 12, row, x + width - 6, row + 8), fill=n(20, 250, row + 1))
        x += width


def _ball(pen: Pen, n: _Numbers) -> None:
    x, y, r = n(60, 200), n(70, 130), n(30, 60)
    for i in range(8):
        pen.line([(0, 100 + i * 14), (WIDTH, 90 + i * 16)], fill=n(90, 150, i), width=6)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=240, outline=20, width=3)
    for i in range(6):
        px, py = x + n(-r // 2, r // 2, i), y + n(-r // 2, r // 2, i + 9)
        pen.regular_polygon((px, py, r // 5 + 2), 5, fill=n(10, 60, i))


def _hills(pen: Pen, n: _Numbers) -> None:
    for i in range(n(3, 6)):
        y = 70 + i * 24
        points = [(x, y + n(-24, 24, x + i)) for x in range(0, WIDTH + 32, 32)]
        pen.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill=n(40, 190, i))


EVERYDAY: Final[tuple[Callable[[Pen, _Numbers], None], ...]] = (_boat, _bowls, _trees, _houses, _ball, _hills)
"""The everyday scenes."""
