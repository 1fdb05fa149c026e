"""The decoder meets every kind of picture file that a platform receives, whole, turned, broken and hostile."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from seawall.signals.errors import PictureError
from seawall.signals.picture_decoding import LONGEST_SIDE, decode_pictures

RED, BLUE = (200, 30, 30), (20, 40, 180)


def halves(width=64, height=48):
    """Red above blue."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2], pixels[height // 2 :] = RED, BLUE
    return Image.fromarray(pixels)


def written(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def only(content):
    (picture,) = decode_pictures(content)
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.ndim == 3
    assert picture.pixels.shape[2] == 3
    return picture


def near(pixel, colour, tolerance=12):
    return np.abs(pixel.astype(int) - colour).max() <= tolerance


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_every_kind_shows_the_same_picture(kind):
    picture = only(written(halves(), kind))
    assert picture.place is None
    assert picture.pixels.shape == (48, 64, 3)
    assert near(picture.pixels[4, 5], RED)
    assert near(picture.pixels[-4, 5], BLUE)


def test_a_path_is_read_like_its_content(tmp_path):
    path = tmp_path / "lamp"
    path.write_bytes(written(halves()))
    assert np.array_equal(only(path).pixels, only(path.read_bytes()).pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_exif_turned_photograph_stands_upright(orientation):
    upright = np.zeros((48, 64, 3), np.uint8)
    upright[:10, :20] = 255  # a white corner, top left
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = Image.fromarray(upright)
    stored = stored if back is None else stored.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = only(written(stored, "JPEG", exif=exif, quality=95)).pixels
    assert shown.shape == (48, 64, 3)
    assert shown[4, 8].min() > 200
    assert shown[4, 55].max() < 50
    assert shown[40, 8].max() < 50


def test_transparent_parts_are_white():
    pixels = np.zeros((8, 8, 4), np.uint8)
    pixels[:4] = (*RED, 255)
    shown = only(written(Image.fromarray(pixels))).pixels
    assert tuple(shown[1, 1]) == RED
    assert tuple(shown[6, 6]) == (255, 255, 255)


def test_a_palette_with_a_transparent_colour_is_white_there():
    image = halves().quantize(4)
    transparent = image.getpixel((1, 40))
    shown = only(written(image, "PNG", transparency=transparent)).pixels
    assert near(shown[2, 2], RED)
    assert tuple(shown[40, 1]) == (255, 255, 255)


def test_four_inks_become_three_colours():
    shown = only(written(halves().convert("CMYK"), "JPEG", quality=95)).pixels
    assert near(shown[4, 5], RED, 40)
    assert near(shown[-4, 5], BLUE, 40)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_greys(kind):
    deep = np.repeat(np.linspace(0, 65535, 64).astype(np.uint16)[None], 16, axis=0)
    shown = only(written(Image.fromarray(deep), kind)).pixels
    assert shown[3, 0, 0] == 0
    assert shown[3, -1, 0] == 255
    assert 120 < shown[3, 32, 0] < 136


def test_floating_point_greys_are_stretched_to_eight_bits():
    deep = np.linspace(-1, 3, 64, dtype=np.float32).reshape(8, 8)
    shown = only(written(Image.fromarray(deep), "TIFF")).pixels
    assert shown.min() == 0
    assert shown.max() == 255


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_mode_is_shown(mode):
    assert only(written(halves().convert(mode))).pixels.shape == (48, 64, 3)


def test_one_pixel_is_a_picture():
    assert only(written(Image.new("RGB", (1, 1), RED))).pixels.tolist() == [[list(RED)]]


@pytest.mark.parametrize(("kind", "size"), [("JPEG", (5000, 3000)), ("PNG", (3000, 900)), ("PNG", (2, 20_000))])
def test_large_pictures_are_reduced(kind, size):
    shown = only(written(halves(*size), kind)).pixels
    assert max(shown.shape[:2]) == LONGEST_SIDE
    assert near(shown[1, 0], RED)


def test_an_animation_gives_a_few_frames_spread_over_it():
    frames = [Image.new("RGB", (16, 16), (number * 5, 0, 0)) for number in range(31)]
    content = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    pictures = decode_pictures(content)
    assert [picture.place for picture in pictures] == ["frame 1", "frame 11", "frame 21", "frame 31"]
    assert pictures[-1].pixels[0, 0, 0] == 150


def test_a_still_in_an_animation_is_one_picture():
    frames = [Image.new("RGB", (16, 16), RED)] * 9
    content = written(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert len(decode_pictures(content)) == 1


def test_pages_of_a_tiff_are_pages():
    pages = [halves(), Image.new("RGB", (20, 30), RED)]
    content = written(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [picture.place for picture in decode_pictures(content)] == ["page 1", "page 2"]


def test_the_beginning_of_a_cut_off_photograph_is_shown():
    rng = np.random.default_rng(1)
    content = written(Image.fromarray(rng.integers(0, 255, (300, 300, 3), dtype=np.uint8)), "JPEG")
    whole, cut = only(content).pixels, only(content[: len(content) * 2 // 3]).pixels
    assert np.array_equal(whole[:150], cut[:150])
    assert not np.array_equal(whole[250:], cut[250:])


def test_an_animation_that_breaks_off_shows_what_came_before():
    rng = np.random.default_rng(2)
    frames = [Image.fromarray(rng.integers(0, 255, (40, 40), dtype=np.uint8)) for _ in range(4)]
    content = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert 1 <= len(decode_pictures(content[: len(content) * 3 // 4])) < 4


def png_head(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"the lamps return", "no picture of a kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture of a kind"),
        (png_head(0x7FFFFFFF, 0x7FFFFFFF), "more pixels|more than are decoded"),
        (png_head(60_000, 60_000), "more pixels|more than are decoded"),
        (png_head(9_500, 9_500), "more than are decoded"),
        (png_head(70_000, 1), "more than are decoded"),
        (png_head(0, 0), "without pixels|broken|no picture"),
        (png_head(300, 300), "broken picture file"),
        (written(halves())[:60], "broken picture file"),
        (written(halves(), "ICO"), "no picture of a kind"),
        (written(halves(), "PPM"), "no picture of a kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_can_not_be_shown_says_why(content, reason):
    with pytest.raises(PictureError, match=reason):
        decode_pictures(content)


SEEDS = [
    written(halves(), "PNG"), written(halves(), "JPEG"), written(halves(), "GIF"), written(halves(), "WEBP"),
    written(halves(), "BMP"), written(halves(), "TIFF"), written(halves(), "AVIF"),
]  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12), st.floats(0, 1))
def test_a_damaged_file_is_shown_or_refused_and_nothing_else(content, changes, kept):
    damaged = bytearray(content)
    for where, octet in changes:
        damaged[int(where * (len(damaged) - 1))] = octet
    kept_octets = bytes(damaged[: max(1, int(len(damaged) * (0.3 + 0.7 * kept)))])
    shown, reason = (), None
    try:
        shown = decode_pictures(kept_octets)
    except PictureError as error:
        reason = error.message
    assert bool(shown) == (reason is None)
    assert all(max(picture.pixels.shape[:2]) <= LONGEST_SIDE for picture in shown)
