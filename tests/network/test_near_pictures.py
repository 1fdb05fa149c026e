"""Pictures that look alike have one first; its group reaches no further than the limit, and no chain stretches it."""

import io

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from seawall.network.near_pictures import PICTURE_HASHES, first_of_pictures
from seawall.signals import FileContent, OpenedFile, Pdq
from seawall.testing.drawn_patterns import drawn_blocks


def hashes(*rows):
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    return pa.table(arrays, schema=PICTURE_HASHES)


def digits(*bits):
    """A hash of which these bits are set."""
    held = np.zeros(256, np.uint8)
    held[list(bits)] = 1
    return np.packbits(held).tobytes().hex()


def of_picture(name, picture):
    octets = io.BytesIO()
    picture.convert("RGB").save(octets, "JPEG", quality=70)
    column = Pdq().extract(FileContent((OpenedFile(octets.getvalue()),)))
    return [(name, column.values.value(place), column.marks[place]) for place in range(len(column))]


def test_edited_copies_of_a_picture_have_the_same_first_and_another_picture_has_its_own():
    one, other = (Image.fromarray(drawn_blocks(seed, 480, 640)) for seed in (2, 3))
    copies = {
        "as-it-is": one,
        "smaller": one.resize((320, 240)),
        "blurred": one.filter(ImageFilter.GaussianBlur(1)),
        "mirrored": ImageOps.mirror(one),
        "turned": one.rotate(90, expand=True),
        "framed": ImageOps.expand(one, 60, fill=(250, 250, 250)),
        "another": other,
    }
    rows = [row for name, picture in copies.items() for row in of_picture(name, picture)]
    for order in (list(copies), list(copies)[::-1]):
        first = first_of_pictures(order, hashes(*rows))
        assert {first[name] for name in copies if name != "another"} == {next(n for n in order if n != "another")}
        assert first["another"] == "another"


def test_a_chain_of_small_steps_is_cut_where_the_limit_is():
    steps = {f"p{step}": digits(*range(20 * step)) for step in range(4)}  # each 20 bits from the next
    first = first_of_pictures(list(steps), hashes(*((name, value, None) for name, value in steps.items())))
    assert first == {"p0": "p0", "p1": "p0", "p2": "p2", "p3": "p2"}


def test_a_picture_between_two_firsts_goes_to_the_nearer():
    values = {"a": digits(), "b": digits(*range(40)), "c": digits(*range(25))}
    first = first_of_pictures(list(values), hashes(*((name, value, None) for name, value in values.items())))
    assert first == {"a": "a", "b": "b", "c": "b"}


def test_pictures_without_a_hash_have_no_first():
    assert first_of_pictures([], hashes()) == {}
    assert first_of_pictures(["a", "b"], hashes(("b", digits(1), None), ("c", digits(2), None))) == {"b": "b"}


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 70), max_size=60, unique=True), min_size=1, max_size=40), st.integers(1, 4))
def test_nobody_is_far_from_its_first_and_no_two_firsts_are_near(all_bits, round_size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seawall.network.near_pictures._FIRST_ROUND", round_size)
        names = [f"p{place}" for place in range(len(all_bits))]
        rows = [(name, digits(*bits), None) for name, bits in zip(names, all_bits, strict=True)]
        first = first_of_pictures(names, hashes(*rows))
    bits = dict(zip(names, map(set, all_bits), strict=True))
    firsts = sorted(set(first.values()))
    assert set(first) == set(names)
    assert all(first[one] == one for one in firsts)
    assert all(len(bits[name] ^ bits[one]) <= 31 for name, one in first.items())
    assert all(len(bits[one] ^ bits[other]) > 31 for one in firsts for other in firsts if one < other)
