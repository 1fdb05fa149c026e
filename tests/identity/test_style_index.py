"""Nearest styles, beside a search without rounding."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.style_index import StyleIndex


def _unit(rng, count, size):
    rows = rng.standard_normal((count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_nearest_are_those_of_a_plain_search():
    rng = np.random.default_rng(3)
    rows = _unit(rng, 3_000, 48)
    ordinals = rng.permutation(9_000)[:3_000]
    index = StyleIndex(48)
    for part in np.array_split(np.arange(3_000), 7):
        index.add(rows[part], ordinals[part])
    for query in _unit(rng, 20, 48):
        exact = rows @ query
        found, cosines = index.nearest(query, 10)
        line = np.sort(exact)[-10]
        places = {int(ordinal): place for place, ordinal in enumerate(ordinals)}
        assert len(found) == 10
        assert all(exact[places[int(ordinal)]] >= line - 0.02 for ordinal in found)
        assert np.allclose(cosines, [exact[places[int(ordinal)]] for ordinal in found], atol=0.02)
        assert (np.diff(cosines) <= 0).all()


def test_equal_rows_come_by_ordinal():
    index = StyleIndex(4)
    index.add(np.tile(np.array([1, 0, 0, 0], np.float32), (5, 1)), np.array([9, 3, 7, 1, 5]))
    assert index.nearest(np.array([1, 0, 0, 0], np.float32), 3)[0].tolist() == [1, 3, 5]


def test_the_order_of_additions_changes_nothing():
    rows = _unit(np.random.default_rng(8), 500, 32)
    forth, back = StyleIndex(32), StyleIndex(32)
    forth.add(rows, np.arange(500))
    back.add(rows[::-1], np.arange(500)[::-1])
    for one, other in zip(forth.nearest(rows[7], 20), back.nearest(rows[7], 20), strict=True):
        assert np.array_equal(one, other)


def test_who_wrote_nothing_is_never_near():
    index = StyleIndex(3)
    index.add(np.zeros((2, 3), np.float32), np.array([0, 1]))
    assert len(index) == 0
    assert index.nearest(np.array([1, 0, 0], np.float32), 5)[0].size == 0
    index.add(np.eye(3, dtype=np.float32), np.array([2, 3, 4]))
    assert index.nearest(np.zeros(3, np.float32), 5)[0].size == 0
    assert index.nearest(np.array([0, 1, 0], np.float32), 1)[0].tolist() == [3]


def test_ordinals_must_fit_the_vectors():
    with pytest.raises(ValueError, match="1 ordinals of 2 vectors"):
        StyleIndex(2).add(np.eye(2, dtype=np.float32), np.array([1]))
