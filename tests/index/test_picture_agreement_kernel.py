"""Pairs that agree on one geometry are counted as plain Python counts them, and rank the right picture first."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.index.picture_agreement_kernel import agreeing, agreement, ranked

APART = 40.0


def lands(pair, other, apart, doublings, radians):
    """Say whether the similarity that `pair` makes takes the observed point of `other` to its known one."""
    grown, turned = pair[6] - pair[2], pair[7] - pair[3]
    by = 2.0**grown * complex(math.cos(turned), math.sin(turned))
    shift = complex(pair[4], pair[5]) - by * complex(pair[0], pair[1])
    away = by * complex(other[0], other[1]) + shift - complex(other[4], other[5])
    turn = math.remainder(other[7] - other[3] - turned, 2 * math.pi)
    near = abs(away.real) <= apart and abs(away.imag) <= apart
    return near and abs(other[6] - other[2] - grown) <= doublings and abs(turn) <= radians


def cells_by_hand(pairs, apart):
    tried = pairs[:: max(1, len(pairs) // 64)]
    return max(len({pair[8] for pair in pairs if lands(one, pair, apart, 0.8, math.acos(0.825))}) for one in tried)


def made(seed, count, right):
    """Return pairs, the first `right` of which follow one similarity, roughly."""
    rng = np.random.default_rng(seed)
    pairs = np.empty((count, 9))
    pairs[:, [0, 1, 4, 5]] = rng.uniform(0, 400, (count, 4))
    pairs[:, [2, 6]] = rng.uniform(1, 6, (count, 2))
    pairs[:, [3, 7]] = rng.uniform(0, 2 * np.pi, (count, 2))
    by = 0.6 * np.exp(0.4j)
    known = by * (pairs[:right, 0] + 1j * pairs[:right, 1]) + complex(90, 30)
    pairs[:right, 4] = known.real + rng.normal(0, 2, right)
    pairs[:right, 5] = known.imag + rng.normal(0, 2, right)
    pairs[:right, 6] = pairs[:right, 2] + math.log2(0.6) + rng.normal(0, 0.05, right)
    pairs[:right, 7] = pairs[:right, 3] + 0.4 + rng.normal(0, 0.03, right)
    pairs[:, 8] = (pairs[:, 4] // 50).clip(0, 7) * 8 + (pairs[:, 5] // 50).clip(0, 7)
    return rng.permutation(pairs)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 150), st.floats(0, 1))
def test_agreement_is_what_plain_python_counts(seed, count, share):
    pairs = made(seed, count, int(share * count))
    assert agreement(pairs, APART) == cells_by_hand(pairs.tolist(), APART)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 80), st.floats(0, 1))
def test_the_most_pairs_that_agree_are_what_plain_python_counts(seed, count, share):
    pairs = made(seed, count, int(share * count))
    expected = max(
        sum(lands(one, pair, APART, 0.5, math.acos(0.877)) for pair in pairs.tolist()) for one in pairs.tolist()
    )
    assert agreeing(pairs, APART)[0] == expected


def test_the_similarity_is_told():
    best = agreeing(made(3, 100, 60), 26.0)
    assert best[0] >= 50
    assert best[1:3] == pytest.approx([0.6 * math.cos(0.4), 0.6 * math.sin(0.4)], abs=0.06)


def test_many_pairs_in_one_place_agree_over_one_cell():
    pairs = made(5, 40, 40)
    pairs[:, [4, 5]] = pairs[:, [4, 5]] / 100 + 60
    pairs[:, [0, 1]] = (
        ((pairs[:, 4] + 1j * pairs[:, 5] - complex(90, 30)) / (0.6 * np.exp(0.4j))).view(float).reshape(-1, 2)
    )
    pairs[:, 8] = 9
    assert agreement(pairs, APART) == 1


def held(seed, pictures, points):
    """Return points of made-up pictures and what a picture asks that shows the second of them moved."""
    rng = np.random.default_rng(seed)
    owners = np.repeat(np.arange(pictures, dtype=np.int32), points)
    known = rng.integers(0, 65536, (len(owners), 4)).astype(np.uint16)
    known[:, 2] = rng.integers(20, 90, len(owners))
    known[:, 3] = rng.integers(0, 256, len(owners))
    sizes = np.tile(np.array([[400, 300]], dtype=np.int32), (pictures, 1))
    shown = known[owners == 1]
    asked = np.stack(
        [
            shown[:, 0] / 65535 * 200 + 7,
            shown[:, 1] / 65535 * 150 + 70,
            shown[:, 2] / 16 - 1,
            shown[:, 3] * np.pi / 128,
        ],
        axis=1,
    )
    return owners, known, sizes, np.ascontiguousarray(asked)


def test_the_picture_that_is_shown_is_ranked_first_whatever_the_order_of_the_pairs():
    owners, known, sizes, asked = held(1, 4, 60)
    rng = np.random.default_rng(2)
    right = np.stack([np.arange(60), np.flatnonzero(owners == 1)], axis=1)
    chance = np.stack([rng.integers(0, 60, 400), rng.integers(0, len(owners), 400)], axis=1)
    found = rng.permutation(np.concatenate([right, chance])).astype(np.int32)
    told = dict(ranked(found, owners, known, sizes, asked, APART, 4).tolist())
    assert max(told, key=told.get) == 1
    assert told[1] >= 30
    assert told == dict(ranked(found[::-1].copy(), owners, known, sizes, asked, APART, 4).tolist())


def test_too_little_agreement_is_left_out():
    owners, known, sizes, asked = held(1, 3, 20)
    found = np.stack([np.arange(3), np.flatnonzero(owners == 1)[:3]], axis=1).astype(np.int32)
    assert ranked(found, owners, known, sizes, asked, APART, 4).tolist() == []
    assert ranked(found[:0], owners, known, sizes, asked, APART, 4).tolist() == []


def test_a_picture_that_is_all_one_pattern_is_ranked_with_bounded_work():
    owners, known, sizes, asked = held(4, 2, 300)
    pairs = np.stack(np.meshgrid(np.arange(300), np.flatnonzero(owners == 1)), axis=2).reshape(-1, 2).astype(np.int32)
    told = ranked(np.ascontiguousarray(pairs), owners, known, sizes, asked, APART, 4)
    assert len(pairs) == 90_000
    assert told[:, 0].tolist() == [1]
