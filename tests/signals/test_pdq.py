import io

import numpy as np
import pytest
from PIL import Image

from seawall.index import BankIndex, make_entry
from seawall.signals import FileContent, OpenedFile, Pdq, SignalValueError, TextContent
from seawall.signals.pdq_hash import pdq_of
from seawall.testing.drawn_patterns import drawn_blocks, drawn_slope

DIGITS = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


def encoded(pixels, form="PNG", **how):
    octets = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(octets, form, **how)
    return octets.getvalue()


def found(known, *files):
    index = BankIndex([make_entry(signal_type="pdq", value=pdq_of(known).hex, bank="b")])
    (part,) = index.look_up(FileContent([OpenedFile(file) for file in files]))
    return part


@pytest.mark.parametrize(
    "written",
    [DIGITS, f"  {DIGITS.upper()}\n", f"{DIGITS},100", f"{DIGITS}, 50", f"{DIGITS.upper()} ,99"],
)
def test_what_peers_write_is_understood(written):
    assert Pdq().parse(written) == DIGITS


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "64 hexadecimal digits"),
        (DIGITS[:-1], "this is 63 digits"),
        (DIGITS + "0", "this is 65 digits"),
        ("0" * 32, "this is 32 digits"),
        ("g" * 64, "64 hexadecimal digits"),
        (f"pdq:{DIGITS}", "64 hexadecimal digits"),
        (f"{DIGITS},49", "quality 49"),
        (f"{DIGITS},101", "quality 101"),
        (f"{DIGITS},ninety", "64 hexadecimal digits"),
        (DIGITS.replace("f", "𝟶", 1), "64 hexadecimal digits"),
    ],
)
def test_what_is_no_hash_says_why(written, reason):
    with pytest.raises(SignalValueError, match=reason):
        Pdq().parse(written)


def test_a_mirrored_copy_is_met_and_the_mark_says_so():
    known = drawn_blocks(1, 300, 400)
    part = found(known, encoded(known[:, ::-1]))
    nearest = part.hits.places[np.argmin(part.hits.distances)]
    assert part.hits.distances.min() <= 2
    assert "mirrored" in part.column.marks[nearest]


def test_a_frame_of_an_animation_is_met_with_its_place_and_can_be_banked_as_it_is():
    frames = [Image.fromarray(drawn_blocks(seed, 300, 400)) for seed in (1, 2)]
    part = found(
        drawn_blocks(2, 300, 400), encoded(drawn_blocks(1, 300, 400), "GIF", save_all=True, append_images=frames[1:])
    )
    nearest = part.hits.places[np.argmin(part.hits.distances)]
    assert part.column.locations[nearest] == "frame 2"
    assert part.column.marks[nearest] is None


def test_a_new_compression_is_the_same_picture_and_another_is_none():
    known = drawn_blocks(1, 300, 400)
    part = found(known, encoded(known, "JPEG", quality=30), encoded(drawn_blocks(2, 300, 400)))
    assert set(part.hits.rows.tolist()) == {0}
    assert part.hits.tier(int(np.argmin(part.hits.distances))) == "same"


def test_plain_pictures_and_broken_files_have_no_signal():
    files = [OpenedFile(octets) for octets in (encoded(drawn_slope(200, 300)), b"\x89PNG\r\n\x1a\nbroken", b"")]
    assert len(Pdq().extract(FileContent(files))) == 0


def test_it_is_taken_from_files():
    with pytest.raises(TypeError, match="is taken from files"):
        Pdq().extract(TextContent(["x"]))
