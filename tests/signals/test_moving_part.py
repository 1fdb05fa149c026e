import numpy as np

from seawall.signals.moving_part import moving_part
from seawall.testing.films import drawn_frame

FRAMES = [drawn_frame(second)[..., 1] for second in range(8)]


def on_border(frame, ground, top, left):
    out = ground.copy()
    out[top : top + frame.shape[0], left : left + frame.shape[1]] = frame
    return out


def test_a_film_that_fills_its_frame_has_no_part():
    assert moving_part(FRAMES) is None


def test_a_film_in_a_still_border_is_found():
    rng = np.random.default_rng(1)
    for ground in (np.zeros((220, 300), np.uint8), rng.integers(0, 255, (220, 300)).astype(np.uint8)):
        framed = [on_border(frame, ground, 60, 80) for frame in FRAMES]
        noisy = [np.clip(frame + rng.normal(0, 3, frame.shape), 0, 255).astype(np.uint8) for frame in framed]
        top, bottom, left, right = moving_part(noisy)
        assert (abs(top - 60), abs(bottom - 168), abs(left - 80), abs(right - 272)) <= (3, 3, 3, 3)


def test_a_still_film_has_no_part():
    assert moving_part([FRAMES[0]] * 6) is None


def test_a_small_moving_sign_is_no_film():
    ground = np.zeros((220, 300), np.uint8)
    assert moving_part([on_border(frame[:20, :20], ground, 10, 10) for frame in FRAMES]) is None


def test_too_few_frames_and_frames_of_other_shapes_are_no_error():
    assert moving_part([]) is None
    assert moving_part(FRAMES[:2]) is None
    assert moving_part([*FRAMES, np.zeros((5, 5), np.uint8)]) is None
