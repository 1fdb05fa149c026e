"""What do people do to a picture so that it is not recognised? 49 edits, each a function of pixels and a seeded rng.

Pixels are `uint8[height, width, 3]`, RGB. "Crop 10 %" takes 10 % off each side; "corner 30 %" keeps 70 % of width and
height at one corner. `other` is another picture, for edits that put several into one.
"""

# ruff: noqa: ARG001 - every edit takes the same three arguments

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

__all__ = ["ATTACKS"]

ATTACKS = {}
WORDS = ("WATCH THIS", "share before it is gone", "wait for the end", "full story below", "do not scroll past", "LOOK")


def attack(function):
    """Register an edit by the name of its function."""
    ATTACKS[function.__name__] = function
    return function


def recoded(pixels, kind, quality):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, quality=quality)
    return np.asarray(Image.open(out).convert("RGB"))


def resized(pixels, width, height):
    shrinks = width < pixels.shape[1]
    return cv2.resize(pixels, (max(1, round(width)), max(1, round(height))),
                      interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)  # fmt: skip


def scaled(pixels, factor):
    return resized(pixels, pixels.shape[1] * factor, pixels.shape[0] * factor)


def cropped(pixels, left, top, right, bottom):
    height, width = pixels.shape[:2]
    return pixels[
        round(top * height) : height - round(bottom * height), round(left * width) : width - round(right * width)
    ]


def on_canvas(canvas, pixels, left, top):
    canvas = canvas.copy()
    height, width = pixels.shape[:2]
    canvas[top : top + height, left : left + width] = pixels
    return canvas


def plain(height, width, colour):
    return np.full((round(height), round(width), 3), colour, np.uint8)


def lettered(pixels, lines, *, size, at, fill=(255, 255, 255), stroke=(0, 0, 0), alpha=255, anchor="mm"):
    """Write lines of text; `at` is in fractions, `size` a fraction of the height."""
    height, width = pixels.shape[:2]
    layer = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(layer)
    font = ImageFont.load_default(max(10, size * height))
    for number, line in enumerate(lines):
        place = (at[0] * width, at[1] * height + number * size * height * 1.2)
        draw.text(place, line, font=font, fill=(*fill, alpha), stroke_width=2 if stroke else 0,
                  stroke_fill=(*stroke, alpha) if stroke else None, anchor=anchor)  # fmt: skip
    return np.asarray(Image.alpha_composite(Image.fromarray(pixels).convert("RGBA"), layer).convert("RGB"))


def warped(pixels, corners, background=(0, 0, 0)):
    """Move the four corners (fractions, from the top left clockwise) and fill what is bared."""
    height, width = pixels.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = np.array(corners, np.float32) * (width, height)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    return cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=background)


def rotated(pixels, degrees, background=(0, 0, 0)):
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    return cv2.warpAffine(pixels, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=background)


def stickers(pixels, share, rng):
    """Cover about `share` of the picture by discs and boxes of plain colours."""
    out = pixels.copy()
    height, width = out.shape[:2]
    covered = np.zeros((height, width), np.uint8)
    while covered.mean() < share:
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        radius = int(min(height, width) * rng.uniform(0.08, 0.16))
        colour = tuple(int(value) for value in rng.integers(0, 255, 3))
        if rng.random() < 0.5:
            cv2.circle(out, (x, y), radius, colour, -1)
            cv2.circle(out, (x, y), radius // 2, colour[::-1], 3)
            cv2.circle(covered, (x, y), radius, 1, -1)
        else:
            cv2.rectangle(out, (x - radius, y - radius // 2), (x + radius, y + radius // 2), colour, -1)
            cv2.rectangle(covered, (x - radius, y - radius // 2), (x + radius, y + radius // 2), 1, -1)
    return out


def phone(pixels, rng):
    """A phone's screen with the picture in a post: bars, an avatar, names, buttons, text."""
    width = 540
    shown = scaled(pixels, width / pixels.shape[1])
    above, below = 150, 260
    dark = rng.random() < 0.5
    paper, ink = ((18, 18, 18), (235, 235, 235)) if dark else ((255, 255, 255), (20, 20, 20))
    screen = on_canvas(plain(above + shown.shape[0] + below, width, paper), shown, 0, above)
    image = Image.fromarray(screen)
    draw = ImageDraw.Draw(image)
    small, normal = ImageFont.load_default(18), ImageFont.load_default(22)
    draw.text((20, 10), "9:41", font=small, fill=ink)
    draw.rectangle((480, 14, 520, 30), outline=ink)
    draw.ellipse((20, 60, 80, 120), fill=tuple(int(value) for value in rng.integers(60, 200, 3)))
    draw.text((100, 62), "Quay Talk", font=normal, fill=ink)
    draw.text((100, 92), "@quaytalk · 2h", font=small, fill=(130, 130, 130))
    bottom = above + shown.shape[0]
    for number in range(4):
        draw.ellipse((30 + number * 130, bottom + 20, 62 + number * 130, bottom + 52), outline=ink, width=3)
        draw.text((72 + number * 130, bottom + 24), str(rng.integers(2, 900)), font=small, fill=ink)
    for number in range(3):
        draw.text(
            (20, bottom + 80 + number * 34),
            str(rng.choice(WORDS)) + " " + str(rng.choice(WORDS)),
            font=normal,
            fill=ink,
        )
    return np.asarray(image)


@attack
def jpeg10(pixels, rng, other):
    return recoded(pixels, "JPEG", 10)


@attack
def webp15(pixels, rng, other):
    return recoded(pixels, "WEBP", 15)


@attack
def resize25(pixels, rng, other):
    return scaled(pixels, 0.25)


@attack
def enlarge(pixels, rng, other):
    return scaled(pixels, 1.6)


@attack
def stretch(pixels, rng, other):
    return resized(pixels, pixels.shape[1] * 1.25, pixels.shape[0])


@attack
def grey(pixels, rng, other):
    return cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


@attack
def hue(pixels, rng, other):
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(int)
    hsv[..., 0] = (hsv[..., 0] + 60) % 180
    return cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)


@attack
def invert(pixels, rng, other):
    return 255 - pixels


@attack
def dark(pixels, rng, other):
    return np.clip(255 * (pixels / 255.0) ** 1.9 * 0.85, 0, 255).astype(np.uint8)


@attack
def washed_out(pixels, rng, other):
    return np.clip(pixels * 0.45 + 120, 0, 255).astype(np.uint8)


@attack
def duotone(pixels, rng, other):
    light = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None] / 255.0
    return (np.array((30, 10, 70)) * (1 - light) + np.array((255, 190, 60)) * light).astype(np.uint8)


@attack
def posterise(pixels, rng, other):
    return (pixels // 64 * 64 + 32).astype(np.uint8)


@attack
def noise(pixels, rng, other):
    return np.clip(pixels + rng.normal(0, 22, pixels.shape), 0, 255).astype(np.uint8)


@attack
def blur(pixels, rng, other):
    return cv2.GaussianBlur(pixels, (0, 0), max(pixels.shape[:2]) / 320)


@attack
def vignette(pixels, rng, other):
    height, width = pixels.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return (pixels * np.clip(1.15 - 0.5 * (x * x + y * y), 0.1, 1)[..., None]).astype(np.uint8)


@attack
def crop3(pixels, rng, other):
    return cropped(pixels, 0.03, 0.03, 0.03, 0.03)


@attack
def crop10(pixels, rng, other):
    return cropped(pixels, 0.1, 0.1, 0.1, 0.1)


@attack
def crop20(pixels, rng, other):
    return cropped(pixels, 0.2, 0.2, 0.2, 0.2)


@attack
def corner30(pixels, rng, other):
    sides = [(0.3, 0.3, 0, 0), (0, 0.3, 0.3, 0), (0.3, 0, 0, 0.3), (0, 0, 0.3, 0.3)]
    return cropped(pixels, *sides[int(rng.integers(4))])


@attack
def border5(pixels, rng, other):
    side = round(0.05 * max(pixels.shape[:2]))
    colour = [int(value) for value in rng.integers(0, 255, 3)]
    return cv2.copyMakeBorder(pixels, side, side, side, side, cv2.BORDER_CONSTANT, value=colour)


@attack
def white_border15(pixels, rng, other):
    side = round(0.15 * max(pixels.shape[:2]))
    return cv2.copyMakeBorder(pixels, side, side, side, side, cv2.BORDER_CONSTANT, value=(255, 255, 255))


@attack
def letterbox(pixels, rng, other):
    bar = round(0.2 * pixels.shape[0])
    return cv2.copyMakeBorder(pixels, bar, bar, 0, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0))


@attack
def blurred_sides(pixels, rng, other):
    height, width = pixels.shape[:2]
    wide = round(max(width, height) * 1.5)
    behind = cv2.GaussianBlur(resized(pixels, wide, height), (0, 0), wide / 40)
    return on_canvas((behind * 0.8).astype(np.uint8), pixels, (wide - width) // 2, 0)


@attack
def meme_frame(pixels, rng, other):
    height, width = pixels.shape[:2]
    side, foot = round(0.08 * width), round(0.28 * height)
    framed = cv2.copyMakeBorder(pixels, side, foot, side, side, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    cv2.rectangle(framed, (side - 4, side - 4), (side + width + 3, side + height + 3), (255, 255, 255), 2)
    return lettered(framed, [str(rng.choice(WORDS))], size=0.09, at=(0.5, 1 - foot / framed.shape[0] / 2), stroke=None)


@attack
def caption_above(pixels, rng, other):
    head = round(0.25 * pixels.shape[0])
    framed = cv2.copyMakeBorder(pixels, head, 0, 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    lines = [str(rng.choice(WORDS)), str(rng.choice(WORDS))]
    return lettered(framed, lines, size=0.07, at=(0.5, 0.06), fill=(0, 0, 0), stroke=None)


@attack
def text_overlay(pixels, rng, other):
    lines = [str(rng.choice(WORDS)) for _ in range(2)]
    return lettered(pixels, lines, size=0.12, at=(0.5, rng.uniform(0.2, 0.7)))


@attack
def text_bar20(pixels, rng, other):
    out = pixels.copy()
    height = len(out)
    out[round(0.8 * height) :] = rng.integers(0, 255, 3)
    return lettered(out, [str(rng.choice(WORDS))], size=0.1, at=(0.5, 0.9))


@attack
def watermark(pixels, rng, other):
    out = pixels
    for row in range(4):
        at = (0.5 + 0.1 * (row % 2), 0.15 + row * 0.24)
        out = lettered(out, ["QUAY TALK   QUAY TALK   QUAY TALK"], size=0.07, at=at, stroke=None, alpha=110)
    return out


@attack
def sticker15(pixels, rng, other):
    return stickers(pixels, 0.15, rng)


@attack
def sticker35(pixels, rng, other):
    return stickers(pixels, 0.35, rng)


@attack
def screenshot(pixels, rng, other):
    return phone(pixels, rng)


@attack
def scrolled(pixels, rng, other):
    """A phone's screen on which the upper 40 % of the picture are out of view."""
    shown = phone(pixels, rng)
    return shown[150 + round(0.4 * (shown.shape[0] - 410)) :]


@attack
def collage(pixels, rng, other):
    cell = (300, 400)
    sheet = plain(2 * cell[0] + 18, 2 * cell[1] + 18, (240, 240, 240))
    own = int(rng.integers(4))
    for number in range(4):
        shown = resized(pixels if number == own else np.roll(other, number * 97, axis=1), cell[1], cell[0])
        sheet = on_canvas(sheet, shown, 6 + (number % 2) * (cell[1] + 6), 6 + number // 2 * (cell[0] + 6))
    return sheet


@attack
def in_picture(pixels, rng, other):
    height, width = 700, 900
    small = scaled(pixels, min(0.45 * width / pixels.shape[1], 0.6 * height / pixels.shape[0]))
    left = int(rng.integers(0, width - small.shape[1]))
    return on_canvas(resized(other, width, height), small, left, int(rng.integers(0, height - small.shape[0])))


@attack
def mirror(pixels, rng, other):
    return np.ascontiguousarray(pixels[:, ::-1])


@attack
def upside_down(pixels, rng, other):
    return np.ascontiguousarray(pixels[::-1])


@attack
def rotate90(pixels, rng, other):
    return np.ascontiguousarray(np.rot90(pixels))


@attack
def rotate180(pixels, rng, other):
    return np.ascontiguousarray(np.rot90(pixels, 2))


@attack
def rotate3(pixels, rng, other):
    return rotated(pixels, 3)


@attack
def rotate10(pixels, rng, other):
    return rotated(pixels, -10, (255, 255, 255))


@attack
def tilted_in_frame(pixels, rng, other):
    """Turned by 12°, the corners cut off by the frame that stayed."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 12, 1.0)
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR)


@attack
def perspective(pixels, rng, other):
    return warped(pixels, [(0.04, 0.1), (0.94, 0.0), (1.0, 0.96), (0.12, 0.88)])


@attack
def photo_of_screen(pixels, rng, other):
    shown = warped(pixels, [(0.09, 0.05), (0.97, 0.1), (0.9, 0.93), (0.03, 0.97)], (25, 22, 20)).astype(float)
    height, width = shown.shape[:2]
    y, x = np.mgrid[:height, :width]
    shown *= (1 + 0.08 * np.sin(x * 1.9 + y * 0.3) * np.sin(y * 2.1))[..., None]
    shown += 40 * np.exp(-(((x / width - 0.7) / 0.2) ** 2 + ((y / height - 0.3) / 0.2) ** 2))[..., None]
    shown = np.clip(shown * (0.95, 1.0, 1.05) + rng.normal(0, 6, shown.shape), 0, 255).astype(np.uint8)
    return recoded(cv2.GaussianBlur(shown, (0, 0), 0.8), "JPEG", 60)


@attack
def mirror_crop_jpeg(pixels, rng, other):
    return recoded(cropped(mirror(pixels, rng, other), 0.08, 0.02, 0.12, 0.1), "JPEG", 25)


@attack
def invert_mirror(pixels, rng, other):
    return 255 - mirror(pixels, rng, other)


@attack
def meme_text_jpeg(pixels, rng, other):
    return recoded(meme_frame(text_overlay(pixels, rng, other), rng, other), "JPEG", 25)


@attack
def screenshot_twice(pixels, rng, other):
    return recoded(scaled(phone(phone(pixels, rng), rng), 0.8), "JPEG", 30)


@attack
def rotate_watermark_hue(pixels, rng, other):
    return rotated(watermark(hue(pixels, rng, other), rng, other), 7)


@attack
def tiles_shuffled_border(pixels, rng, other):
    """A white grid over the picture, as puzzle previews have it, and a border."""
    out = pixels.copy()
    height, width = out.shape[:2]
    for cut in (1, 2):
        out[height * cut // 3 - 4 : height * cut // 3 + 4] = 255
        out[:, width * cut // 3 - 4 : width * cut // 3 + 4] = 255
    return border5(out, rng, other)
