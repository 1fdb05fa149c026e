"""Observed and known picture are shown in one frame, point upon point."""

import math

import cv2
import numpy as np
import pytest

from seawall.index import Way
from seawall.index.picture import PictureIndex
from seawall.index.picture_geometry import alignment_of, box_map, turn_map
from seawall.index.picture_side_by_side import aligned_pictures
from seawall.signals import SignalColumn, Slices
from seawall.signals.pdq_hash import TURNS, pdq_of
from seawall.signals.picture import picture_print
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_variants import variant_hashes
from seawall.testing.drawn_pictures import drawn_picture

KNOWN = drawn_picture(11)


def turned(pixels, turn):
    base = {"flipped upside down": pixels[::-1]}.get(turn, pixels[:, ::-1] if turn.startswith("mirrored") else pixels)
    return np.ascontiguousarray(
        np.rot90(base, {"90": 1, "180": 2, "270": 3}.get(turn.rpartition(" ")[2].rstrip("°"), 0))
    )


def unlike(moved, known):
    """Return how far the two lie apart, in brightness steps, where the observed picture shows something."""
    shown = (moved != 128).any(axis=2)
    assert shown.mean() > 0.2
    blurred = [cv2.GaussianBlur(one, (0, 0), 2).astype(int) for one in (moved, known)]
    return np.abs(blurred[0] - blurred[1])[cv2.erode(shown.astype(np.uint8), np.ones((15, 15))) > 0].mean()


def framed(pixels, side):
    return cv2.copyMakeBorder(pixels, side, side, side, side, cv2.BORDER_CONSTANT, value=(0, 0, 0))


EDITS = {
    "as it is": lambda pixels: pixels,
    "part": lambda pixels: pixels[70:290, 60:390],
    "mirrored": lambda pixels: pixels[:, ::-1],
    "negative part": lambda pixels: 255 - pixels[70:290, 60:390],
    "rotated": np.rot90,
    "frame": lambda pixels: framed(pixels, 60),
    "frame and turn": lambda pixels: framed(np.rot90(pixels, 3), 60),
    "small": lambda pixels: cv2.resize(pixels, (200, 150), interpolation=cv2.INTER_AREA),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_hit_of_the_picture_signal_lays_the_two_on_each_other(edit):
    observed = Picture(pixels=np.ascontiguousarray(edit(KNOWN)))
    index = PictureIndex()
    index.add([picture_print(Picture(pixels=KNOWN))], np.array([0]))
    asked = SignalColumn(rows=np.zeros(1, np.int64), values=Slices.of([picture_print(observed)]))
    (way,) = index.look_up(asked).ways
    moved, known = aligned_pictures(observed, Picture(pixels=KNOWN), way)
    assert moved.shape == known.shape == KNOWN.shape
    assert unlike(moved, known) < 12


@pytest.mark.parametrize("edit", [edit for name, edit in EDITS.items() if "part" not in name])
def test_a_hit_of_the_pdq_signal_is_moved_by_its_mark(edit):
    observed = Picture(pixels=np.ascontiguousarray(edit(KNOWN)))
    wanted = np.frombuffer(pdq_of(KNOWN).bits, np.uint8)
    apart = {
        mark: int(np.bitwise_count(np.frombuffer(made.bits, np.uint8) ^ wanted).sum())
        for mark, made in variant_hashes(observed)
    }
    mark = min(apart, key=apart.get)
    said = f"page 2, {mark}" if mark else "page 2"
    moved, known = aligned_pictures(observed, Picture(pixels=KNOWN), Way(stage="pdq", transform=said))
    assert unlike(moved, known) < 12


@pytest.mark.parametrize("turn", TURNS)
def test_turn_maps_move_points_as_the_pixels_move(turn):
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[10, 50] = 255
    out = turned(pixels, turn)
    y, x = np.argwhere(out[..., 0] == 255)[0]
    moved = turn_map(turn) @ ((50 + 0.5) / 60, (10 + 0.5) / 40, 1)
    assert moved[:2] == pytest.approx(((x + 0.5) / out.shape[1], (y + 0.5) / out.shape[0]))


def test_the_maps_of_a_box_and_back_are_one():
    box = (0.1, 0.2, 0.7, 0.9)
    assert np.array(alignment_of(box, TURNS[0], box)).reshape(3, 3) == pytest.approx(np.eye(3))
    assert box_map(box) @ (0.1, 0.9, 1) == pytest.approx((0, 1, 1))


@pytest.mark.parametrize("alignment", [None, (), (0.0,) * 9, (math.nan,) * 9, (1.0, 2.0)])
def test_without_a_usable_alignment_both_are_shown_whole(alignment):
    moved, known = aligned_pictures(
        Picture(pixels=cv2.resize(KNOWN, (210, 160))), Picture(pixels=KNOWN), Way(stage="pdq", alignment=alignment)
    )
    assert moved.shape == known.shape
    assert unlike(moved, known) < 12


def test_plain_equality_and_large_pictures_are_shown_small():
    picture = Picture(pixels=cv2.resize(KNOWN, (1024, 780)))
    moved, known = aligned_pictures(picture, picture, None, longest_side=300)
    assert moved.shape == known.shape == (229, 300, 3)
    assert unlike(moved, known) < 3
