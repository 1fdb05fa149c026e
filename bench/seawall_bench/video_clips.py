"""Which films does the bench of videos use? Clips made by seeded code, out of drawn scenes and of free photographs.

A clip is three to five shots of 2.5–6 seconds: a slow or quick pan over a photograph, one held in a shaking hand, a
speaker before a still background, a drawn harbour at night, a poster that slides in. Photographs are those of
`picture_set`, with its split; clips of one split share no photograph. Nothing is kept: the same seed gives the same
film.
"""

from __future__ import annotations

import io
from pathlib import Path

import av
import cv2
import numpy as np

from seawall_bench.picture_set import is_test, photographs, poster

WIDTH, HEIGHT, RATE = 480, 270, 12


def make_clips(cache: Path, *, count: int, test: bool, seed: int) -> dict[str, bytes]:
    """Return name → film (H.264 in MP4) of `count` clips of one split."""
    pictures = [pixels for name, pixels in sorted(photographs(cache).items()) if is_test(name) is test]
    rng = np.random.default_rng([seed, test])
    order = list(rng.permutation(len(pictures)))
    films = {}
    for number in range(count):
        frames = clip(rng, lambda: pictures[order.pop() if order else int(rng.integers(len(pictures)))])
        films[f"{'test' if test else 'dev'}-{number:03}"] = encoded(frames, RATE)
    return films


def clip(rng, next_picture) -> list[np.ndarray]:
    """Return the frames of one clip."""
    frames = []
    for _ in range(int(rng.integers(3, 6))):
        shot = _SHOTS[int(rng.choice(len(_SHOTS), p=(0.34, 0.2, 0.16, 0.2, 0.1)))]
        seconds = float(rng.uniform(2.5, 6))
        frames += shot(rng, round(seconds * RATE), next_picture)
    return frames


def encoded(frames: list[np.ndarray], rate: float, *, crf: int = 26, preset: str = "veryfast") -> bytes:
    """Return frames as H.264 in MP4; sides are made even."""
    out = io.BytesIO()
    height, width = (side // 2 * 2 for side in frames[0].shape[:2])
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=round(rate), options={"crf": str(crf), "preset": preset})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.thread_count = 1
        for pixels in frames:
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[:height, :width]), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return out.getvalue()


def decoded(film: bytes) -> list[np.ndarray]:
    """Return all frames of a film."""
    with av.open(io.BytesIO(film)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def _window(pixels, x, y, zoom, turn=0.0):
    """Look at a picture through a window of the film's shape; x, y 0–1 within what there is to see."""
    height, width = pixels.shape[:2]
    fit = min(width / WIDTH, height / HEIGHT) / zoom
    wide, high = WIDTH * fit, HEIGHT * fit
    left, top = x * (width - wide), y * (height - high)
    matrix = cv2.getRotationMatrix2D((left + wide / 2, top + high / 2), turn, 1 / fit)
    matrix[:, 2] += (WIDTH / 2 - left - wide / 2, HEIGHT / 2 - top - high / 2)
    return cv2.warpAffine(pixels, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


_GRAIN = np.random.default_rng(5).normal(0, 1, (HEIGHT + 32, WIDTH + 32, 1)).astype(np.float32)


def grainy(rng, pixels, amount):
    """Add noise: a window of one sheet of it, elsewhere each time."""
    down, across = rng.integers(0, 32, 2)
    noise = cv2.cvtColor(_GRAIN[down : down + HEIGHT, across : across + WIDTH] * amount, cv2.COLOR_GRAY2RGB)
    return cv2.add(pixels, noise, dtype=cv2.CV_8U)


def _pan(rng, count, next_picture):
    picture = next_picture()
    start, end = rng.uniform(0, 1, 2), rng.uniform(0, 1, 2)
    zooms = rng.uniform(1.05, 2.0, 2)
    frames = []
    for step in np.linspace(0, 1, count):
        x, y = start + (end - start) * step
        frames.append(_window(picture, x, y, zooms[0] + (zooms[1] - zooms[0]) * step))
    return frames


def _shaking_hand(rng, count, next_picture):
    picture = next_picture()
    x, y, zoom, turn = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8), rng.uniform(1.2, 1.8), 0.0
    frames = []
    for _ in range(count):
        x, y = np.clip(np.add((x, y), rng.normal(0, 0.02, 2)), 0, 1)
        turn = np.clip(turn + rng.normal(0, 0.4), -4, 4)
        frames.append(grainy(rng, _window(picture, x, y, zoom, turn), 4))
    return frames


def _speaker(rng, count, next_picture):
    """A head that moves a little before a still background."""
    ground = cv2.GaussianBlur(_window(next_picture(), 0.5, 0.5, 1.1), (0, 0), 1.5)
    skin, coat = rng.uniform(90, 220, 3), rng.uniform(10, 200, 3)
    at, high = rng.uniform(0.35, 0.65) * WIDTH, HEIGHT * rng.uniform(0.42, 0.5)
    frames = []
    for step in range(count):
        x, y = at + 9 * np.sin(step / 7) + 4 * np.sin(step / 3), high + 4 * np.sin(step / 5)
        picture = ground.copy()
        cv2.ellipse(picture, (round(x), round(y + 150)), (115, 105), 0, 0, 360, coat.tolist(), -1)
        cv2.ellipse(picture, (round(x), round(y)), (48, 62), 0, 0, 360, skin.tolist(), -1)
        mouth = 4 + round(7 * abs(np.sin(step / 1.7)))
        cv2.ellipse(picture, (round(x), round(y + 28)), (16, mouth), 0, 0, 360, (60, 20, 20), -1)
        for side in (-18, 18):
            cv2.circle(picture, (round(x + side), round(y - 12)), 6, (250, 250, 250), -1)
            cv2.circle(picture, (round(x + side + 2 * np.sin(step / 9)), round(y - 12)), 3, (10, 10, 10), -1)
        frames.append(grainy(rng, picture, 2))
    return frames


def _harbour(rng, count, next_picture):
    """A drawn harbour at night: a turning beam, boats, waves."""
    del next_picture
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    tower_x, tower_top, sea = (
        rng.uniform(0.15, 0.85) * WIDTH,
        rng.uniform(0.1, 0.35) * HEIGHT,
        rng.uniform(0.6, 0.8) * HEIGHT,
    )
    night, water, light = rng.uniform(5, 90, 3), rng.uniform(20, 120, 3), rng.uniform(150, 255, 3)
    speed, boats = (
        rng.uniform(0.05, 0.16),
        [(rng.uniform(0, WIDTH), rng.uniform(-4, 4), rng.uniform(20, 60)) for _ in range(4)],
    )
    hills = sea - 50 * np.abs(np.sin(np.arange(WIDTH) / rng.uniform(30, 90) + rng.uniform(0, 6))) * rng.uniform(
        0.4, 1.2
    )
    frames = []
    for step in range(count):
        beam = np.clip(np.cos(np.arctan2(y - tower_top, x - tower_x) - step * speed), 0, 1) ** 40
        picture = night + beam[..., None] * light
        picture[y > hills[None, :].repeat(HEIGHT, 0)] = night * 0.4 + 20
        waves = np.sin(x / 14 + step * 0.3) * np.sin((y - sea) / 5 - step * 0.2) * 14
        below = y > sea
        picture[below] = water + waves[below][:, None]
        picture = np.clip(picture, 0, 255).astype(np.uint8)
        cv2.rectangle(
            picture, (round(tower_x - 11), round(tower_top)), (round(tower_x + 11), round(sea)), (200, 200, 190), -1
        )
        for at, pace, size in boats:
            left = (at + pace * step) % (WIDTH + 2 * size) - size
            cv2.ellipse(
                picture,
                (round(left), round(sea + size * 0.4)),
                (round(size), round(size * 0.3)),
                0,
                0,
                180,
                (90, 50, 30),
                -1,
            )
            cv2.line(
                picture, (round(left), round(sea + size * 0.4)), (round(left), round(sea - size)), (220, 220, 220), 2
            )
        frames.append(picture)
    return frames


def _sliding_poster(rng, count, next_picture):
    sheet = poster(int(rng.integers(1 << 30)))
    ground = cv2.GaussianBlur(_window(next_picture(), 0.5, 0.5, 1.2), (0, 0), 6)
    small = cv2.resize(
        sheet, (round(sheet.shape[1] * (HEIGHT - 20) / sheet.shape[0]), HEIGHT - 20), interpolation=cv2.INTER_AREA
    )
    room = WIDTH - small.shape[1]
    frames = []
    for step in range(count):
        picture = ground.copy()
        left = round(room * (0.5 + 0.5 * np.cos(min(1.0, 2 * step / count) * np.pi)) * 0.9)
        picture[10 : 10 + small.shape[0], left : left + small.shape[1]] = small
        frames.append(picture)
    return frames


_SHOTS = (_pan, _shaking_hand, _speaker, _harbour, _sliding_poster)
