"""What do people do to a film so that it is not recognised? 20 edits, each a function of frames and a seeded rng.

An edit takes the frames of a film (`uint8[height, width, 3]`, RGB, 12 a second), those of another film, and a rng,
and returns an `Edited`: frames, their rate, and how badly they are compressed. Edits of the picture are done frame by
frame.
"""

# ruff: noqa: ARG001 - every edit takes the same
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from seawall_bench.video_clips import RATE, grainy

__all__ = ["ATTACKS", "Edited"]

ATTACKS = {}


@dataclass(frozen=True)
class Edited:
    frames: list[np.ndarray]
    rate: float = RATE
    crf: int = 28


def attack(function):
    """Register an edit by the name of its function."""
    ATTACKS[function.__name__] = function
    return function


def resized(pixels, width, height):
    kind = cv2.INTER_AREA if width < pixels.shape[1] else cv2.INTER_LINEAR
    return cv2.resize(pixels, (max(2, round(width)), max(2, round(height))), interpolation=kind)


def cropped(pixels, share):
    height, width = pixels.shape[:2]
    down, across = round(share * height), round(share * width)
    return np.ascontiguousarray(pixels[down : height - down, across : width - across])


def put(canvas, pixels, left, top):
    canvas = canvas.copy()
    canvas[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return canvas


def at_pace(frames, pace):
    """Play `pace` times as fast, at the same rate."""
    return [frames[int(step)] for step in np.arange(0, len(frames), pace)]


@attack
def recompress(frames, other, rng):
    return Edited(frames, crf=42)


@attack
def resize(frames, other, rng):
    return Edited([resized(pixels, 192, 144) for pixels in frames], crf=30)


@attack
def colour(frames, other, rng):
    def one(pixels):
        turned = cv2.LUT(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV), tables)
        return cv2.LUT(cv2.cvtColor(turned, cv2.COLOR_HSV2RGB), brighter)

    levels = np.arange(256)
    tables = np.stack([(levels + 40) % 180, np.clip(levels * 1.5, 0, 255), levels], axis=1).astype(np.uint8)[None]
    brighter = ((levels / 255) ** 0.7 * 230 + 12).astype(np.uint8)

    return Edited([one(pixels) for pixels in frames])


@attack
def trim(frames, other, rng):
    """The middle 35 %, cut at no even second."""
    start = round(len(frames) * rng.uniform(0.2, 0.4))
    return Edited(frames[start : start + round(0.35 * len(frames))])


@attack
def intro(frames, other, rng):
    return Edited(other[: 9 * RATE + 5] + frames + other[-4 * RATE :])


@attack
def concatenation(frames, other, rng):
    """Eight seconds of it between stretches of another film and of the same one reversed in order."""
    start = round((len(frames) - 8 * RATE) * rng.uniform(0.1, 0.9))
    return Edited(other[: len(other) // 2] + frames[start : start + 8 * RATE] + other[len(other) // 2 :])


@attack
def faster(frames, other, rng):
    return Edited(at_pace(frames, 1.1))


@attack
def slower(frames, other, rng):
    return Edited(at_pace(frames, 0.9))


@attack
def frame_rate(frames, other, rng):
    return Edited(frames[::3], rate=RATE / 3)


@attack
def mirror(frames, other, rng):
    return Edited([np.ascontiguousarray(pixels[:, ::-1]) for pixels in frames])


@attack
def crop(frames, other, rng):
    return Edited([cropped(pixels, 0.1) for pixels in frames])


@attack
def letterbox(frames, other, rng):
    return Edited([cv2.copyMakeBorder(pixels, 50, 50, 0, 0, cv2.BORDER_CONSTANT) for pixels in frames])


@attack
def blurred_sides(frames, other, rng):
    """In the middle of an upright frame, above and below its own blurred self."""

    def one(pixels):
        behind = cv2.GaussianBlur(resized(pixels, 96, 128), (0, 0), 5)
        return put(resized(behind, 360, 480), resized(pixels, 360, 202), 0, 139)

    return Edited([one(pixels) for pixels in frames])


@attack
def picture_in_picture(frames, other, rng):
    """Small, in a corner of another film."""
    left, top = int(rng.integers(8, 240)), int(rng.integers(8, 130))
    small = [resized(pixels, 230, 129) for pixels in frames]
    return Edited([put(other[number % len(other)], pixels, left, top) for number, pixels in enumerate(small)])


@attack
def reaction(frames, other, rng):
    """On a drawn background beside somebody who moves in a second window."""
    ground = np.zeros((270, 480, 3), np.uint8) + rng.integers(20, 230, 3).astype(np.uint8)
    cv2.putText(ground, "QUAY TALK LIVE", (20, 250), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (255, 255, 255), 2)

    def one(number, pixels):
        shown = put(ground, resized(pixels, 310, 174), 10, 30)
        return put(shown, resized(other[number % len(other)], 140, 79), 330, 150)

    return Edited([one(number, pixels) for number, pixels in enumerate(frames)])


@attack
def logo(frames, other, rng):
    """A large sign and a running line of text over it."""

    def one(number, pixels):
        out = pixels.copy()
        cv2.circle(out, (400, 70), 58, (250, 210, 30), -1)
        cv2.putText(out, "QT", (362, 88), cv2.FONT_HERSHEY_DUPLEX, 1.7, (20, 20, 20), 4)
        out[222:] = (30, 30, 160)
        running = (-(number * 4) % 300 - 300, 255)
        cv2.putText(out, "SHARE BEFORE IT IS GONE  " * 3, running, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (255, 255, 255), 2)
        return out

    return Edited([one(number, pixels) for number, pixels in enumerate(frames)])


@attack
def cam_rip(frames, other, rng):
    """Filmed from a screen: askew, swaying, noisy, with a reflection."""
    corners = np.array([(0.07, 0.05), (0.95, 0.1), (0.91, 0.95), (0.04, 0.9)]) + rng.uniform(-0.02, 0.02, (4, 2))
    y, x = np.mgrid[0:270, 0:480]
    light = 45 * np.exp(-(((x / 480 - 0.7) / 0.2) ** 2 + ((y / 270 - 0.3) / 0.25) ** 2))
    reflection = cv2.cvtColor(light.astype(np.uint8), cv2.COLOR_GRAY2RGB)
    source = np.array([(0, 0), (480, 0), (480, 270), (0, 270)], np.float32)

    def one(number, pixels):
        sway = np.array([0.008 * np.sin(number / 9), 0.008 * np.cos(number / 11)])
        target = ((corners + sway) * (480, 270)).astype(np.float32)
        shown = cv2.warpPerspective(
            pixels, cv2.getPerspectiveTransform(source, target), (480, 270), borderValue=(24, 22, 20)
        )
        tinted = cv2.add(cv2.multiply(shown, (0.9, 1.0, 1.06, 0)), reflection)
        return cv2.GaussianBlur(grainy(rng, tinted, 9), (0, 0), 0.9)

    return Edited([one(number, pixels) for number, pixels in enumerate(frames)], crf=32)


@attack
def turned(frames, other, rng):
    return Edited([np.ascontiguousarray(np.rot90(pixels)) for pixels in frames])


@attack
def negative(frames, other, rng):
    return Edited([255 - pixels for pixels in frames])


@attack
def mirror_crop_faster(frames, other, rng):
    """Three edits at once, as people use them against matching."""
    shown = [cropped(np.ascontiguousarray(pixels[:, ::-1]), 0.06) for pixels in frames]
    return Edited(at_pace(shown, 1.08), crf=34)
