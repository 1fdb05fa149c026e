import cv2
import numpy as np
import pytest

from seawall.index.key_frames import KeyFrameIndex
from seawall.signals.key_frames import describe


def scene(seed):
    """Return a picture with corners: blots and boxes."""
    rng = np.random.default_rng(seed)
    picture = np.full((270, 480, 3), rng.integers(0, 255, 3), np.uint8)
    for _ in range(70):
        x, y, size = (int(value) for value in rng.integers((0, 0, 6), (480, 270, 40)))
        colour = [int(value) for value in rng.integers(0, 255, 3)]
        if rng.random() < 0.5:
            cv2.rectangle(picture, (x, y), (x + size, y + size // 2), colour, -1)
        else:
            cv2.circle(picture, (x, y), size // 2, colour, -1)
    return picture


def keys_of(pictures, start=0.0):
    return tuple(describe(start + 3 * number, picture) for number, picture in enumerate(pictures))


@pytest.fixture(scope="module")
def index():
    made = KeyFrameIndex()
    for number in range(4):
        made.add(keys_of([scene(10 * number + shot) for shot in range(5)]), number)
    return made


def inset(picture):
    out = scene(999)
    out[60 : 60 + 162, 100 : 100 + 288] = cv2.resize(picture, (288, 162), interpolation=cv2.INTER_AREA)
    return out


def askew(picture):
    corners = np.array([(30, 10), (460, 25), (440, 255), (15, 245)], np.float32)
    whole = np.array([(0, 0), (480, 0), (480, 270), (0, 270)], np.float32)
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(whole, corners), (480, 270))


@pytest.mark.parametrize(
    "edit", [lambda picture: picture[30:240, 50:430], inset, askew], ids=["crop", "inset", "askew"]
)
def test_pictures_are_seen_again_through_edits(index, edit):
    shown = [np.ascontiguousarray(edit(scene(20 + shot))) for shot in (1, 2, 3)]
    (shared,) = index.look_up(keys_of(shown, start=40.0))
    assert shared.number == 2
    assert shared.is_near
    assert len(shared.pairs) == 3


def test_the_alignment_takes_the_observed_to_the_banked_picture(index):
    (shared,) = index.look_up(keys_of([inset(scene(10 + shot)) for shot in range(3)]))
    matrix = np.array(shared.pairs[0].alignment).reshape(3, 3)
    for observed, banked in (((100 / 480, 60 / 270), (0, 0)), ((388 / 480, 222 / 270), (1, 1))):
        x, y, w = matrix @ (*observed, 1)
        assert np.allclose((x / w, y / w), banked, atol=0.04)


def test_other_pictures_are_not_seen(index):
    assert not list(index.look_up(keys_of([scene(500 + shot) for shot in range(6)])))


def test_a_small_sign_that_films_share_is_no_picture():
    sign = scene(77)[:60, :60]
    mine, theirs = [scene(600 + shot) for shot in range(3)], [scene(700 + shot) for shot in range(3)]
    for picture in (*mine, *theirs):
        picture[200:260, 400:460] = sign
    made = KeyFrameIndex()
    made.add(keys_of(theirs), 1)
    assert not list(made.look_up(keys_of(mine)))


def test_nothing_in_nothing():
    assert not list(KeyFrameIndex().look_up(keys_of([scene(1)])))
    made = KeyFrameIndex()
    made.add(keys_of([scene(1)]), 1)
    assert not list(made.look_up(()))
