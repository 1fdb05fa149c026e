"""Borders are found and taken off, turns and negatives are hashed, and plain pictures say nothing."""

import cv2
import numpy as np
import pytest

from seawall.signals.pdq_hash import TURNS, pdq_of
from seawall.signals.picture_crops import CROPS, crop_hashes
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_variants import TRIMS, forms_of, trimmed_box, variant_hashes
from seawall.testing.drawn_pictures import drawn_picture


def apart(one, other):
    return int(np.bitwise_count(np.frombuffer(one.bits, np.uint8) ^ np.frombuffer(other.bits, np.uint8)).sum())


def framed(pixels, above=0, below=0, left=0, right=0, colour=(0, 0, 0)):
    return cv2.copyMakeBorder(pixels, above, below, left, right, cv2.BORDER_CONSTANT, value=colour)


def nearest(observed, banked):
    """Return the nearest variant's distance in bits, and its mark."""
    wanted = pdq_of(banked)
    return min((apart(made, wanted), mark or "") for mark, made in variant_hashes(Picture(pixels=observed)))


def turned(pixels, turn):
    flipped = {"flipped upside down": pixels[::-1], "mirrored": pixels[:, ::-1]}
    if turn in flipped:
        return np.ascontiguousarray(flipped[turn])
    base = pixels[:, ::-1] if turn.startswith("mirrored") else pixels
    steps = {"90": 1, "180": 2, "270": 3}
    return np.ascontiguousarray(np.rot90(base, next((count for name, count in steps.items() if name in turn), 0)))


@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_of_a_picture_has_its_hash_and_its_name(turn):
    banked = drawn_picture(1)
    observed = turned(banked, {"rotated 90°": "rotated 270°", "rotated 270°": "rotated 90°"}.get(turn, turn))
    bits, mark = nearest(observed, banked)
    assert bits <= 6
    assert mark == ("" if turn == TURNS[0] else turn)


def test_a_negative_is_its_picture():
    banked = drawn_picture(2)
    assert nearest(255 - banked, banked) == (0, "negative")
    bits, mark = nearest(255 - banked[:, ::-1], banked)
    assert bits <= 6
    assert mark == "mirrored, negative"


@pytest.mark.parametrize(
    ("observed", "trim"),
    [
        (lambda pixels: framed(pixels, 60, 60), "border trimmed"),
        (lambda pixels: framed(pixels, 40, 40, 40, 40, (255, 255, 255)), "border trimmed"),
        (
            lambda pixels: framed(framed(pixels, 30, 30, 30, 30, (9, 9, 9)), 8, 8, 8, 8, (250, 250, 250)),
            "border trimmed",
        ),
        (lambda pixels: framed(pixels, 0, 90, 0, 0, (200, 30, 90)), "border trimmed"),
    ],
    ids=["letterbox", "white frame", "frame in a frame", "bar below"],
)
def test_bars_of_one_colour_are_taken_off(observed, trim):
    banked = drawn_picture(3)
    bits, mark = nearest(observed(banked), banked)
    assert bits <= 16
    assert mark == trim


def test_bars_that_survived_compression_are_taken_off():
    banked = drawn_picture(4)
    octets = cv2.imencode(".jpg", framed(banked, 50, 50, 30, 30), [cv2.IMWRITE_JPEG_QUALITY, 20])[1]
    bits, _ = nearest(cv2.imdecode(octets, cv2.IMREAD_COLOR), banked)
    assert bits <= 20


def test_a_caption_above_is_taken_off():
    banked = drawn_picture(5)
    observed = framed(banked, 90, 0, colour=(255, 255, 255))
    cv2.putText(observed, "WATCH THIS NOW", (60, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 3)
    bits, mark = nearest(observed, banked)
    assert bits <= 20
    assert mark == "frame trimmed"


def test_blurred_copies_at_the_sides_are_taken_off():
    banked = drawn_picture(6)
    height, width = banked.shape[:2]
    observed = cv2.GaussianBlur(cv2.resize(banked, (width * 2, height)), (0, 0), 40)
    observed[:, width // 2 : width // 2 + width] = banked
    bits, _ = nearest(observed, banked)
    assert bits <= 24


@pytest.mark.parametrize("trim", TRIMS)
@pytest.mark.parametrize("pixels", [np.zeros((1, 1, 3), np.uint8), np.full((300, 400, 3), 90, np.uint8)])
def test_where_there_is_nothing_to_trim_the_whole_is_left(trim, pixels):
    height, width = pixels.shape[:2]
    assert trimmed_box(pixels, trim) == (0, 0, width, height)


@pytest.mark.parametrize("trim", TRIMS)
@pytest.mark.parametrize("size", [(2, 900), (900, 2), (17, 17), (5, 5), (333, 1), (1000, 30)])
def test_boxes_lie_within_the_picture(trim, size):
    rng = np.random.default_rng(0)
    left, top, right, bottom = trimmed_box(rng.integers(0, 255, (*size, 3), dtype=np.uint8), trim)
    assert 0 <= left < right <= size[1]
    assert 0 <= top < bottom <= size[0]


@pytest.mark.parametrize("pixels", [np.full((200, 200, 3), 77, np.uint8), np.zeros((1, 1, 3), np.uint8)])
def test_a_plain_picture_has_no_hashes(pixels):
    assert list(variant_hashes(Picture(pixels=pixels))) == []
    assert list(crop_hashes(pixels)) == []


def test_the_whole_comes_first_and_is_hashed_as_it_is():
    pixels = drawn_picture(7)
    form = next(iter(forms_of(pixels)))
    assert form.mark is None
    assert form.box == (0, 0, 420, 320)
    assert form.turns[0] == pdq_of(pixels)


def test_crops_are_parts_of_the_picture_and_keep_their_numbers():
    assert len(CROPS) == len(set(CROPS)) == 27
    assert all(0 <= left < right <= 1.0001 and 0 <= top < bottom <= 1.0001 for left, top, right, bottom in CROPS)
    assert CROPS[3] == (0.1, 0.1, 0.9, 0.9)  # prints hold the place in the tuple


def test_a_cropped_copy_is_near_the_hash_of_that_crop():
    pixels = drawn_picture(8, width=800, height=600)
    left, top, right, bottom = CROPS[3]
    part = np.ascontiguousarray(pixels[round(600 * top) : round(600 * bottom), round(800 * left) : round(800 * right)])
    assert apart(dict(crop_hashes(pixels))[3], pdq_of(part)) <= 10
