"""A picture print has one spelling, shows every damage, and is made of every picture with something in it."""

import base64
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from seawall.signals import FileContent, OpenedFile, SignalValueError
from seawall.signals.picture import PictureSignal, picture_print
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_features import MOST_FEATURES, features_of
from seawall.signals.picture_print import read_print, write_print
from seawall.testing.drawn_pictures import drawn_picture

PRINT = picture_print(Picture(pixels=drawn_picture(1)))


def encoded(content):
    checked = content + struct.pack("<I", zlib.crc32(content))
    return "pp1." + base64.urlsafe_b64encode(checked).rstrip(b"=").decode()


def octets(value):
    body = value.removeprefix("pp1.")
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))[:-4]


def file_of(pixels, kind="PNG"):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)
    return OpenedFile(out.getvalue())


def test_a_print_read_and_written_is_the_same_text():
    assert write_print(read_print(PRINT)) == PRINT
    assert PictureSignal().parse(f"  {PRINT}\n") == PRINT


def test_the_same_pixels_give_the_same_print():
    assert picture_print(Picture(pixels=drawn_picture(1).copy(), place="frame 3")) == PRINT


def test_a_print_holds_hashes_crops_and_points():
    held = read_print(PRINT)
    assert held.forms[0].mark == 0
    assert held.forms[0].box == (0, 0, 65535, 65535)
    assert len(held.crops) == 27
    assert 100 <= len(held.features) <= MOST_FEATURES
    assert held.features.codes.shape[1] == 16


@pytest.mark.parametrize("pixels", [np.full((200, 300, 3), 90, np.uint8), np.zeros((1, 1, 3), np.uint8)])
def test_a_plain_picture_gives_no_print(pixels):
    assert picture_print(Picture(pixels=pixels)) is None


def test_too_few_points_are_no_points():
    pixels = np.full((300, 400, 3), 90, np.uint8)
    pixels[100:200, 150:250] = 230
    made = picture_print(Picture(pixels=pixels))
    assert made is None or len(read_print(made).features) == 0


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "begins with"),
        ("pp2." + PRINT[4:], "begins with"),
        (PRINT[:-9], "checksum|base64|spelling"),
        (PRINT[:200] + ("A" if PRINT[200] != "A" else "B") + PRINT[201:], "checksum"),
        (PRINT + "=", "base64|spelling"),
        (PRINT[:60] + "\n" + PRINT[60:], "base64"),
        (PRINT[:60] + "é" + PRINT[61:], "base64"),
        ("pp1." + "A" * 50_000, "longer than"),
        ("pp1.", "checksum"),
        (encoded(octets(PRINT) + b"\0"), "more octets"),
        (encoded(octets(PRINT)[:-16]), "fewer octets"),
        (encoded(struct.pack("<HHBBH", 400, 400, 0, 0, 0)), "empty"),
        (encoded(struct.pack("<HHBBH", 0, 400, 0, 0, 0)), "impossible size"),
        (encoded(struct.pack("<HHBBH", 401, 400, 0, 0, 0)), "impossible size"),
        (encoded(struct.pack("<HHBBH", 400, 400, 9, 0, 0)), "too many forms"),
        (encoded(struct.pack("<HHBBH", 400, 400, 0, 99, 0)), "too many crops"),
        (encoded(struct.pack("<HHBBH", 400, 400, 0, 0, 65535)), "too many features"),
        (encoded(struct.pack("<HHBBH", 400, 400, 0, 2, 0) + bytes([5, 5]) + bytes(64)), "no such crops"),
        (encoded(struct.pack("<HHBBH", 400, 400, 0, 1, 0) + bytes([40]) + bytes(32)), "no such crops"),
        (encoded(struct.pack("<HHBBHB4H", 400, 400, 1, 0, 0, 0, 9, 0, 9, 4) + bytes(256)), "impossible form"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_is_no_print_is_refused_with_its_reason(value, reason):
    with pytest.raises(SignalValueError, match=reason):
        PictureSignal().parse(value)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_octets_with_a_right_checksum_are_read_or_refused(content):
    value = encoded(content)
    reason, held = None, None
    try:
        held = read_print(value)
    except SignalValueError as error:
        reason = error.message
    assert (held is None) == (reason is not None)
    assert held is None or write_print(held) == value


def test_each_file_has_its_own_row_and_what_can_not_be_read_has_none():
    files = [
        file_of(drawn_picture(1)),
        OpenedFile(b"no picture"),
        file_of(np.full((90, 90, 3), 9, np.uint8)),
        file_of(drawn_picture(2)),
    ]
    column = PictureSignal().extract(FileContent(files))
    assert column.rows.tolist() == [0, 3]
    assert column.values.value(0) == PRINT
    assert column.marks == column.locations == (None, None)


def test_frames_of_an_animation_say_which_they_are():
    frames = [Image.fromarray(drawn_picture(seed)).quantize(64) for seed in (3, 4)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    column = PictureSignal().extract(FileContent([OpenedFile(out.getvalue())]))
    assert column.locations == ("frame 1", "frame 2")
    assert column.marks == (None, None)


def test_points_are_bounded_and_have_at_most_half_of_their_bits():
    features = features_of(drawn_picture(5))
    assert len(features) <= MOST_FEATURES
    assert features.x.dtype == np.uint16
    assert np.bitwise_count(features.codes).sum(axis=1).max() <= 64


def busy_quarter():
    """Return a quiet picture, one quarter of which is noise."""
    pixels = np.ascontiguousarray(drawn_picture(5))
    height, width = pixels.shape[:2]
    noise = np.random.default_rng(1).integers(0, 256, (height // 8, width // 8, 1), dtype=np.uint8)
    pixels[: height // 8 * 4, : width // 8 * 4] = np.kron(noise, np.ones((4, 4, 3), np.uint8))
    return pixels


def test_a_busy_quarter_of_a_picture_leaves_the_others_their_points():
    features = features_of(busy_quarter())
    alone = features_of(drawn_picture(5))
    quiet = np.count_nonzero((features.x > 36_000) & (features.y > 36_000))
    assert len(features) == MOST_FEATURES
    assert quiet >= 0.6 * np.count_nonzero((alone.x > 36_000) & (alone.y > 36_000))


def test_large_points_come_first():
    scales = features_of(drawn_picture(5)).scales.astype(int)
    third = len(scales) // 3
    assert scales[:third].mean() > scales[-third:].mean()
