"""How much of one picture lies within the other is told by areas, for parts, collages and bent pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.index.picture_geometry import alignment_of
from seawall.index.picture_overlap import shares_within

WHOLE = (0.0, 0.0, 1.0, 1.0)
SHARES = st.floats(0.05, 0.95)


def by_counting(alignment, steps=200):
    """Count points of a fine grid instead of clipping: of the known picture, those that the observed one shows."""
    at = (np.arange(steps) + 0.5) / steps
    grid = np.stack([*np.meshgrid(at, at), np.ones((steps, steps))]).reshape(3, -1)
    raised = np.linalg.inv(np.array(alignment).reshape(3, 3)) @ grid
    x, y = raised[:2] / raised[2]
    return float(((x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)).mean())


def test_the_same_picture_lies_within_itself():
    assert shares_within(alignment_of(WHOLE, "as it is", WHOLE)) == pytest.approx((1, 1))


@pytest.mark.parametrize("turn", ["as it is", "mirrored", "rotated 90°"])
def test_a_part_lies_within_the_whole_and_the_whole_within_a_collage(turn):
    box = (0.1, 0.2, 0.6, 0.9)
    assert shares_within(alignment_of(WHOLE, turn, box)) == pytest.approx((1, 0.35))
    assert shares_within(alignment_of(box, turn, WHOLE)) == pytest.approx((0.35, 1))


def test_pictures_beside_each_other_share_nothing():
    assert shares_within((1, 0, 1.5, 0, 1, 0, 0, 0, 1)) == (0, 0)


@given(SHARES, SHARES)
def test_two_shifted_pictures_share_what_the_shift_leaves(right, down):
    share = (1 - right) * (1 - down)
    assert shares_within((1, 0, right, 0, 1, -down, 0, 0, 1)) == pytest.approx((share, share))


@given(st.floats(0, 6.28), st.floats(0.3, 3), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_shares_are_those_that_counting_gives(turn, scale, tilt, shift):
    middle = np.array([[1, 0, 0.5 + shift], [0, 1, 0.5], [0, 0, 1]])
    moved = np.array(
        [
            [scale * np.cos(turn), -scale * np.sin(turn), 0],
            [scale * np.sin(turn), scale * np.cos(turn), 0],
            [tilt, 0, 1],
        ]
    )
    alignment = middle @ moved @ np.linalg.inv(np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]]))
    assert shares_within(tuple(alignment.reshape(-1)))[1] == pytest.approx(by_counting(alignment), abs=0.02)


def test_a_picture_bent_beyond_the_horizon_is_judged_by_where_the_known_one_lies_in_it():
    known_in_observed = np.array([[0.2, 0, 0.1], [0, 0.2, 0.1], [0.5, 0, 1]])
    alignment = tuple(np.linalg.inv(known_in_observed).reshape(-1))
    assert shares_within(alignment) == pytest.approx((0, 1))


def test_a_map_that_flattens_the_picture_shares_nothing():
    assert shares_within((0, 0, 0, 0, 0, 0, 0, 0, 0)) == (0, 0)
    assert shares_within((1, 0, 0, 0, 0, 0.5, 0, 0, 1)) == (0, 0)
