import json
from pathlib import Path

import numpy as np
import pytest

from seawall.signals.pdq_hash import TURNS, PdqHash, pdq_dihedrals, pdq_of, pdq_turns
from seawall.testing.drawn_patterns import drawn_blocks, drawn_noise, drawn_slope

GOLDEN = json.loads((Path(__file__).parent / "data" / "pdq_golden.json").read_text(encoding="utf-8"))["cases"]


def drawn(case):
    size = case["height"], case["width"]
    if case["drawing"] == "blocks":
        return drawn_blocks(case["seed"], *size, grid=tuple(case["grid"]))
    return drawn_noise(case["seed"], *size) if case["drawing"] == "noise" else drawn_slope(*size)


def bits_apart(one: PdqHash, other: PdqHash) -> int:
    return (int(one.hex, 16) ^ int(other.hex, 16)).bit_count()


def turned(pixels):
    half = np.rot90(pixels, 2)
    return (
        pixels, np.rot90(pixels), half, np.rot90(pixels, 3),
        pixels[::-1], pixels[:, ::-1], pixels.transpose(1, 0, 2), half.transpose(1, 0, 2),
    )  # fmt: skip


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['drawing']} {case['height']}x{case['width']}")
class TestAgainstPdqhash:
    def test_bits_and_quality_are_those_of_pdqhash(self, case):
        made = pdq_of(drawn(case))
        assert (made.hex, made.quality) == (case["hex"], case["quality"])

    def test_dihedrals_are_those_of_pdqhash(self, case):
        assert [made.hex for made in pdq_dihedrals(drawn(case))] == case["dihedrals"]


@pytest.mark.parametrize("size", [(427, 640), (256, 256), (130, 511), (65, 129), (301, 97)])
def test_each_turn_is_the_hash_of_the_turned_picture(size):
    pixels = drawn_blocks(7, *size)
    for name, hashed, pictured in zip(TURNS, pdq_turns(pixels), turned(pixels), strict=True):
        assert bits_apart(hashed, pdq_of(pictured)) <= 2, name


def test_the_reference_dihedrals_stray_where_windows_are_even():
    pixels = drawn_blocks(7, 256, 256)
    strays = [bits_apart(made, pdq_of(one)) for made, one in zip(pdq_dihedrals(pixels), turned(pixels), strict=True)]
    assert max(strays) > 10


def test_the_complement_is_the_hash_of_the_negative():
    pixels = drawn_blocks(8, 300, 400)
    assert bits_apart(pdq_of(255 - pixels), pdq_of(pixels).complement) <= 1


@pytest.mark.parametrize("size", [(1, 1), (4, 300), (300, 4)])
def test_a_sliver_has_no_hash_and_no_quality(size):
    sliver = drawn_noise(1, *size)
    assert pdq_of(sliver) == PdqHash(bits=bytes(32), quality=0)
    assert set(pdq_turns(sliver)) == set(pdq_dihedrals(sliver)) == {pdq_of(sliver)}


@pytest.mark.parametrize("value", [0, 127, 255])
def test_a_picture_of_one_colour_has_no_quality(value):
    assert pdq_of(np.full((90, 160, 3), value, dtype=np.uint8)).quality == 0


def test_grey_pixels_hash_like_the_same_grey_in_three_colours():
    grey = drawn_noise(2, 150, 200)[:, :, 0]
    assert pdq_of(grey) == pdq_of(np.repeat(grey[:, :, None], 3, axis=2))


def test_views_hash_like_copies_and_are_left_alone():
    whole = drawn_blocks(9, 400, 500)
    before = whole.copy()
    assert pdq_of(whole[40:340:2, ::-1]) == pdq_of(np.ascontiguousarray(whole[40:340:2, ::-1]))
    assert np.array_equal(whole, before)


def test_read_only_pixels_are_hashed():
    pixels = drawn_blocks(9, 64, 64)
    pixels.setflags(write=False)
    assert pdq_of(pixels).quality > 50
