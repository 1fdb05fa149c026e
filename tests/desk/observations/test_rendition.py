"""Hostile and odd files: a bounded picture comes out, or a clear refusal."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from seawall.desk.observations.errors import MediaUnservableError
from seawall.desk.observations.rendition import MAX_BYTES, MAX_SIDE, render_picture


def picture(size=(40, 30), kind="PNG", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def rendered(tmp_path, content: bytes) -> Image.Image:
    file = tmp_path / "file"
    file.write_bytes(content)
    return Image.open(io.BytesIO(render_picture(file, "a platform's own key")))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_four_formats_come_out_as_jpeg(tmp_path, kind):
    assert rendered(tmp_path, picture(kind=kind)).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_comes_out_in_colour(tmp_path, mode):
    assert rendered(tmp_path, picture(mode=mode)).mode == "RGB"


def test_a_large_picture_is_made_smaller(tmp_path):
    assert max(rendered(tmp_path, picture((4000, 3000))).size) == MAX_SIDE


def test_a_picture_is_turned_as_its_exif_says_and_loses_it(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where it was taken"
    turned = rendered(tmp_path, picture((40, 30), "JPEG", exif=exif))
    assert turned.size == (30, 40)
    assert not turned.getexif()


def test_only_the_first_frame_of_a_moving_picture_is_kept(tmp_path):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    red, _, blue = rendered(tmp_path, out.getvalue()).getpixel((10, 10))
    assert red > 200 > blue


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        picture(kind="BMP"),
        picture(kind="TIFF"),
        picture((400, 300))[:200],
        png_of(60_000, 60_000),
        png_of(12_000, 12_000),
        b"\x89PNG\r\n\x1a\n" + b"\0" * MAX_BYTES,
    ],
    ids=["empty", "cut gif", "svg", "html", "pdf", "bmp", "tiff", "cut png", "bomb", "large", "many bytes"],
)
def test_anything_else_is_refused_with_a_reason(tmp_path, content):
    with pytest.raises(MediaUnservableError, match="can't be shown as a picture: "):
        rendered(tmp_path, content)


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_damaged_picture_is_shown_or_refused_never_an_accident(tmp_path_factory, noise, at):
    whole = picture((64, 48), "JPEG")
    file = tmp_path_factory.mktemp("damaged") / "file"
    file.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        content = render_picture(file, "key")
    except MediaUnservableError:
        return
    assert Image.open(io.BytesIO(content)).format == "JPEG"
