import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals.key_frames import KeyFrame, describe, pack_keys, unpack_keys, without_signs
from seawall.testing.films import drawn_frame


def noise(seed, shape=(270, 480)):
    import cv2

    rough = np.random.default_rng(seed).integers(0, 255, (shape[0] // 10, shape[1] // 10)).astype(np.uint8)
    return cv2.resize(rough, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def test_corners_are_spread_and_bounded():
    key = describe(1.5, noise(1))
    assert 40 <= len(key.places) <= 160
    assert key.bits.shape == (len(key.places), 32)
    assert key.places.min() >= 0
    assert key.places.max() <= 1
    assert key.shape == pytest.approx(270 / 480)


def test_a_picture_without_corners_has_none():
    assert len(describe(0, np.full((50, 50, 3), 90, np.uint8)).places) == 0


def test_packing_keeps_what_there_is():
    keys = [describe(second, drawn_frame(second)) for second in (0.0, 2.5)]
    again = unpack_keys(pack_keys(keys))
    for one, two in zip(keys, again, strict=True):
        assert one.at_seconds == two.at_seconds
        assert np.allclose(one.places, two.places, atol=1e-4)
        assert (one.bits == two.bits).all()


@given(st.binary(max_size=400))
def test_any_octets_are_read_or_refused(octets):
    try:
        keys = unpack_keys(octets)
    except ValueError:
        return
    assert all(isinstance(key, KeyFrame) for key in keys)


def test_a_sign_that_stands_in_every_picture_is_left_out():
    sign = noise(99, (70, 110))
    pictures = [noise(seed) // 4 + 90 for seed in range(6)]
    for picture in pictures:
        picture[10:80, 10:120] = sign
    before = [describe(float(number), picture) for number, picture in enumerate(pictures)]
    after = without_signs(before)
    inside = [
        np.count_nonzero(
            (key.places[:, 0] < 110 / 480) & (key.places[:, 1] < 70 / 270) & (key.places > 0.05).all(axis=1)
        )
        for keys in (before, after)
        for key in keys
    ]
    assert sum(inside[6:]) < 0.5 * sum(inside[:6])
    assert all(len(key.bits) > 40 for key in after)


def test_a_picture_that_stands_still_keeps_its_corners():
    keys = [describe(float(second), noise(3)) for second in range(5)]
    assert [len(key.bits) for key in without_signs(keys)] == [len(key.bits) for key in keys]
