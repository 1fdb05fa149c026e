import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals import SIGNAL_TYPES, SignalValueError
from seawall.signals.frame_hashes import FrameHashes, VideoPrint
from seawall.signals.vpdq_forms import read_vpdq, vpdq_json

ONE = "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22"
TWO = "b0a10efd71cc3f429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af"
THREE = "adf8ea0d8b4a5b3cd2a1e3f3b0e9d81c4b3a1e2f5c6d7e8f90a1b2c3d4e5f607"

# ThreatExchange 1.2.17, extensions/vpdq/vpdq_util.py, vpdq_to_json: a list of str(VpdqCompactFeature)
LIST = f'["{ONE},100,0.0", "{TWO},93,1.0", "{THREE},88,1.23e+03"]'
# the same file, OLD_json_to_vpdq
OBJECT = json.dumps(
    {
        "0": {"quality": 100, "hash": ONE, "timestamp": 0.0},
        "25": {"quality": 93, "hash": TWO, "timestamp": 1.0},
        "30750": {"quality": 88, "hash": THREE, "timestamp": 1230.0},
    }
)
# vpdq/cpp/vpdq/cpp/io/vpdqio.cpp, outputVPDQFeatureToFile
LINES = f"0,100,{ONE},0.000\n25,93,{TWO},1.000\n30750,88,{THREE},1230.000\n"
PLAIN = f"{ONE},100,0\n{TWO},93,1\n{THREE},88,1230"


@pytest.mark.parametrize("written", [LIST, OBJECT, LINES, PLAIN, f"  {LIST.upper().replace('E+03', 'e+03')}\n"])
def test_every_form_of_peers_gives_the_same_frames(written):
    frames = read_vpdq(written)
    assert frames.seconds.tolist() == [0, 1, 1230]
    assert frames.qualities.tolist() == [100, 93, 88]
    assert [bits.tobytes().hex() for bits in frames.bits] == [ONE, TWO, THREE]


def test_what_is_written_is_read_by_threatexchange_rules():
    canonical = SIGNAL_TYPES["pdq_frames"].parse(LIST)
    written = json.loads(vpdq_json(canonical))
    for text, (digits, quality, at) in zip(written, [(ONE, 100, 0), (TWO, 93, 1), (THREE, 88, 1230)], strict=True):
        parts = text.split(",")  # as VpdqCompactFeature.from_str does
        assert (parts[0], int(parts[1]), float(parts[2])) == (digits, quality, at)


def test_frames_too_plain_and_frames_that_repeat_the_last_are_left_out():
    rows = [f"{ONE},100,0", f"{ONE},100,1", f"{TWO},49,2", f"{ONE},99,3", f"{THREE},50,4"]
    assert read_vpdq(json.dumps(rows)).seconds.tolist() == [0, 4]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[]", "no frame"),
        ("{}", "no frame"),
        (f'["{ONE},100"]', "frame 1: .*not written hex,quality,timestamp"),
        (f'["{ONE},100,0", "{ONE[:-2]},100,1"]', "frame 2"),
        (f'["{"g" * 64},100,0"]', "frame 1"),
        (f'["{ONE},101,0"]', "quality of 101"),
        (f'["{ONE},100,-1"]', "time of -1"),
        (f'["{ONE},100,nan"]', "time of nan"),
        (f'["{ONE},49,0"]', "quality 50 or more"),
        ("[1]", "frame 1"),
        ("[", "broken JSON"),
        ("[" * 100_000, "broken JSON"),
        ("the lamps return", "frame 1"),
        ("v1.", "no number of frames"),
        ("v1.!!!", "base64"),
        ("v1.AAAA", "no number of frames"),
        (VideoPrint(frames=FrameHashes.of([(0.0, 100, bytes(32))]), keys=b"xyz").to_text(), "cut off"),
    ],
)
def test_a_broken_value_names_frame_and_reason(written, reason):
    with pytest.raises(SignalValueError, match=reason):
        SIGNAL_TYPES["pdq_frames"].parse(written)


frame_lists = st.lists(
    st.tuples(st.floats(0, 100_000), st.integers(50, 100), st.binary(min_size=32, max_size=32)), min_size=1, max_size=20
)


@given(frame_lists, st.one_of(st.none(), frame_lists), st.binary(max_size=50))
def test_a_print_is_its_own_canonical_form(frames, inner, keys):
    held = VideoPrint(
        frames=FrameHashes.of(frames), inner=None if inner is None else FrameHashes.of(inner), keys=keys or None
    )
    text = held.to_text()
    again = VideoPrint.from_text(text)
    assert again.to_text() == text
    assert np.allclose(again.frames.seconds, held.frames.seconds, atol=0.001)
    assert (again.frames.bits == held.frames.bits).all()
    assert again.keys == (keys or None)
    assert (again.inner is None) == (inner is None)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        canonical = SIGNAL_TYPES["pdq_frames"].parse(text)
    except SignalValueError:
        return
    assert SIGNAL_TYPES["pdq_frames"].parse(canonical) == canonical
