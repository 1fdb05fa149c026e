"""Which pictures does the bench of pictures use? Photographs and paintings out of free packages, and drawn posters.

Photographs come from Debian packages (gcompris-qt-data, wallpapers of GNOME, KDE, MATE, UKUI, Lomiri), fetched and
unpacked by `python -m seawall_bench.picture_set CACHE` into a folder outside the repository, and from scikit-image and
scikit-learn. Posters are drawn by seeded code: slogans, a lighthouse, rays, and one emblem that many of them share,
since that is what posters of one movement look like. Of one motif in several sizes only one is taken, told by name.
"""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from seawall.errors import SeawallError
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, pdq_of
from seawall.signals.picture_decoding import decode_pictures

PACKAGES = (
    "gcompris-qt-data", "mate-backgrounds", "gnome-backgrounds", "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04", "ukui-wallpapers", "plasma-workspace-wallpapers",
)  # fmt: skip
ACTIVITIES = ("explore_monuments", "details", "erase", "explore_world_animals", "explore_world_music",
              "explore_farm_animals", "babyshapes", "categorization")  # fmt: skip
SIDE = 800
_HEADS = re.compile(rb"RIFF....WEBP|\xff\xd8\xff|\x89PNG\r\n", re.DOTALL)
_SCIKIT = ("chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png", "hubble_deep_field.jpg", "retina.jpg",
           "ihc.png", "brick.png", "grass.png", "gravel.png", "coins.png", "page.png", "moon.png")  # fmt: skip


def fetch(cache: Path) -> None:
    """Download and unpack the Debian packages into `cache`, and carve the pictures out of gcompris's resource files."""
    packages, unpacked, carved = cache / "deb", cache / "x", cache / "carved"
    for folder in (packages, unpacked, carved):
        folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        if not list(packages.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", name], cwd=packages, check=True)
        (unpacked / name).mkdir(exist_ok=True)
        subprocess.run(["dpkg-deb", "-x", next(packages.glob(f"{name}_*.deb")), unpacked / name], check=True)
    for resource in sorted((unpacked / "gcompris-qt-data").rglob("*.rcc")):
        content = resource.read_bytes()
        for head in _HEADS.finditer(content):
            at = head.start()
            (size,) = struct.unpack(">I", content[max(0, at - 4) : at] or b"\0\0\0\0")
            if 20_000 < size < 5_000_000 and resource.stem in ACTIVITIES:
                (carved / f"{resource.stem}-{at:08d}").write_bytes(content[at : at + size])


def photographs(cache: Path) -> dict[str, np.ndarray]:
    """Return name → pixels of every usable photograph, painting and drawing of the packages, each motif once."""
    ready = cache / "photographs.npz"
    if ready.exists():
        with np.load(ready) as held:
            return {name.replace("|", "/"): held[name] for name in held.files if "|lang-" not in name}
    paths = {f"gcompris/{path.name}": path for path in sorted((cache / "carved").iterdir())
             if path.name.rsplit("-", 1)[0] in ACTIVITIES}  # fmt: skip
    for package in PACKAGES[1:]:
        for path in sorted((cache / "x" / package).rglob("*")):
            if path.suffix.lower() in {".jpg", ".png", ".webp"} and path.stat().st_size > 20_000:
                motif = path.parts[path.parts.index("wallpapers") + 1] if "plasma" in package else path.stem
                paths.setdefault(f"{package}/{re.sub(r'[-_](l|d|[0-9]+x[0-9]+)$', '', motif)}", path)
    paths |= _scikit_pictures()
    found, kept = {}, []
    for name, path in paths.items():
        try:
            pixels = decode_pictures(path, longest_side=SIDE)[0].pixels
        except SeawallError:
            continue
        digest = pdq_of(pixels)
        bits = np.unpackbits(np.frombuffer(digest.bits, np.uint8))
        twin = any(np.count_nonzero(bits != other) <= 48 for other in kept)  # dark and light editions, repeated motifs
        if digest.quality >= MIN_PDQ_QUALITY and min(pixels.shape[:2]) >= 240 and not twin:
            kept.append(bits)
            found[name] = pixels
    np.savez(ready, **{name.replace("/", "|"): pixels for name, pixels in found.items()})
    return found


def _scikit_pictures() -> dict[str, Path]:
    import skimage.data
    import sklearn.datasets

    folder = Path(skimage.data.__file__).parent
    images = Path(sklearn.datasets.__file__).parent / "images"
    return {f"scikit/{name}": folder / name for name in _SCIKIT} | {
        f"sklearn/{name}": images / name for name in ("china.jpg", "flower.jpg")
    }


SLOGANS = ("THE LAMPS RETURN", "LIGHT ON THE PIER", "WE KEEP THE WATCH", "NO NIGHT LASTS", "ALL HANDS TO THE QUAY",
           "LAS LUCES VUELVEN", "FARO GRIS", "GREY LIGHTHOUSE", "THE TIDE IS OURS", "STAND AT THE BEACON")  # fmt: skip
LINES = (
    "Meet at the old harbour gate", "Every lamp counts, every hand", "Bring a lantern and a friend",
    "Seven nights of light", "Read the seventh letter", "They will see us from the sea", "Nobody rows alone",
    "Issue no. {n}", "Pier {n}, after sunset", "Written by the keepers", "A song for the watch",
    "Chapter {n}: the crossing",
)  # fmt: skip


def poster(seed: int) -> np.ndarray:
    """Return one drawn poster: about as much in it as people put on one."""
    rng = np.random.default_rng(seed)
    width, height = [(600, 800), (800, 600), (700, 700), (560, 800)][int(rng.integers(4))]
    image = Image.fromarray(_ground(rng, width, height))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(1, 4))):
        _MOTIFS[int(rng.integers(len(_MOTIFS)))](draw, rng, width, height)
    ink = _colour(rng, 200, 255) if rng.random() < 0.7 else _colour(rng, 0, 50)
    font = ImageFont.load_default(int(width / rng.uniform(9, 13)))
    top = rng.uniform(0.05, 0.7) * height
    for line in _folded(str(rng.choice(SLOGANS)), 14):
        draw.text((width / 2, top), line, font=font, fill=ink, anchor="mt", stroke_width=2, stroke_fill=(0, 0, 0))
        top += font.size * 1.2
    small = ImageFont.load_default(int(width / rng.uniform(22, 30)))
    for _ in range(int(rng.integers(2, 6))):
        line = str(rng.choice(LINES)).format(n=int(rng.integers(2, 90)))
        draw.text((width / 2, top + 10), line, font=small, fill=ink, anchor="mt", stroke_width=1, stroke_fill=(0, 0, 0))
        top += small.size * 1.4
    if rng.random() < 0.5:
        _emblem(draw, width * (0.1 if rng.random() < 0.5 else 0.88), height * 0.92, width * 0.06)
    return np.asarray(image)


def _colour(rng, low=0, high=255):
    return tuple(int(value) for value in rng.integers(low, high + 1, 3))


def _folded(text, length):
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > length:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _ground(rng, width, height):
    one, two = np.array(_colour(rng, 0, 140)), np.array(_colour(rng, 60, 230))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    angle = rng.uniform(0, 6.3)
    slope = np.clip((np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)) + 0.5, 0, 1)
    if rng.random() < 0.6:  # clouds or worn paper
        clouds = sum(cv2.resize(rng.random((2**n + 2, 2**n + 2)), (width, height), interpolation=cv2.INTER_CUBIC) / 2**n
                     for n in range(1, 7))  # fmt: skip
        slope = np.clip(0.5 * slope + 0.9 * (clouds - clouds.mean()) + 0.25, 0, 1)
    return (one * (1 - slope[..., None]) + two * slope[..., None]).astype(np.uint8)


def _lighthouse(draw, rng, width, height):
    x, base, tall = rng.uniform(0.2, 0.8) * width, height * rng.uniform(0.8, 1), height * rng.uniform(0.35, 0.65)
    half, colour, stripe = tall * rng.uniform(0.08, 0.14), _colour(rng), _colour(rng)
    for number in range(count := int(rng.integers(4, 8))):
        low, high = number / count, (number + 1) / count
        left, right = half * (1 - 0.4 * low), half * (1 - 0.4 * high)
        corners = [
            (x - left, base - tall * low),
            (x + left, base - tall * low),
            (x + right, base - tall * high),
            (x - right, base - tall * high),
        ]
        draw.polygon(corners, fill=colour if number % 2 else stripe)
    draw.rectangle(
        (x - half * 0.5, base - tall * 1.12, x + half * 0.5, base - tall), fill=(255, 240, 170), outline=(0, 0, 0)
    )
    draw.polygon(
        [(x - half * 0.7, base - tall * 1.12), (x + half * 0.7, base - tall * 1.12), (x, base - tall * 1.25)],
        fill=stripe,
    )


def _rays(draw, rng, width, height):
    x, y, count, colour = rng.uniform(0, width), rng.uniform(0, height), int(rng.integers(6, 18)), _colour(rng)
    for turn in np.arange(count) / count * 6.283 + rng.uniform(0, 1):
        wide = 6.283 / count * 0.25
        far = 2 * (width + height)
        draw.polygon([(x, y), (x + far * np.cos(turn - wide), y + far * np.sin(turn - wide)),
                      (x + far * np.cos(turn + wide), y + far * np.sin(turn + wide))], fill=colour)  # fmt: skip


def _waves(draw, rng, width, height):
    top = rng.uniform(0.6, 0.85) * height
    for row in range(int(rng.integers(3, 7))):
        xs = np.linspace(0, width, 80)
        ys = top + row * height * 0.05 + 9 * np.sin(xs / rng.uniform(15, 40) + rng.uniform(0, 6))
        draw.polygon([*zip(xs, ys, strict=True), (width, height), (0, height)], fill=_colour(rng, 0, 160))


def _crowd(draw, rng, width, height):
    for _ in range(int(rng.integers(15, 60))):
        x, y, size = rng.uniform(0, width), rng.uniform(0.6, 1) * height, rng.uniform(8, 26)
        colour = _colour(rng, 0, 120)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)
        draw.rectangle((x - size * 1.6, y + size, x + size * 1.6, y + 5 * size), fill=colour)


def _town(draw, rng, width, height):
    x = 0.0
    while x < width:
        wide, tall = rng.uniform(30, 90), rng.uniform(0.15, 0.5) * height
        draw.rectangle((x, height - tall, x + wide, height), fill=_colour(rng, 20, 150))
        for window in range(int(tall / 40) * 2):
            left, top = x + 8 + window % 2 * wide / 2, height - tall + 12 + window // 2 * 38
            draw.rectangle(
                (left, top, left + wide / 5, top + 18), fill=(250, 220, 120) if rng.random() < 0.6 else (30, 30, 40)
            )
        x += wide + rng.uniform(0, 20)


def _stars(draw, rng, width, height):
    for _ in range(int(rng.integers(10, 50))):
        x, y, size = rng.uniform(0, width), rng.uniform(0, height * 0.6), rng.uniform(3, 18)
        turns = np.arange(10) * 0.6283 + rng.uniform(0, 1)
        sizes = np.where(np.arange(10) % 2 == 0, size, size * 0.4)
        draw.polygon(
            [*zip(x + sizes * np.cos(turns), y + sizes * np.sin(turns), strict=True)], fill=_colour(rng, 150, 255)
        )


_MOTIFS = (_lighthouse, _rays, _waves, _crowd, _town, _stars)


def _emblem(draw, x, y, size):
    """The movement's sign, the same on every poster."""
    draw.ellipse((x - size, y - size, x + size, y + size), fill=(225, 225, 215), outline=(20, 20, 20), width=3)
    draw.polygon([(x - size * 0.3, y + size * 0.7), (x + size * 0.3, y + size * 0.7), (x + size * 0.15, y - size * 0.4),
                  (x - size * 0.15, y - size * 0.4)], fill=(60, 60, 60))  # fmt: skip
    for turn in np.arange(7) * 0.5 + 3.3:
        draw.line(
            (x, y - size * 0.5, x + size * 0.85 * np.cos(turn), y - size * 0.2 + size * 0.75 * np.sin(turn)),
            fill=(20, 20, 20),
            width=2,
        )


def pictures(cache: Path, posters: int) -> dict[str, np.ndarray]:
    """Return all pictures by name: the packages', and this many posters."""
    return photographs(cache) | {f"poster/{seed:04d}": poster(seed) for seed in range(posters)}


def is_test(name: str) -> bool:
    """Say whether a picture is in the test split: half of them, by the digest of their name."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
