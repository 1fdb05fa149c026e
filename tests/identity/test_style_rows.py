"""Nearest styles, beside a search without rounding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait import Portrait
from seawall.identity.portrait_making import make_portraits
from seawall.identity.style_rows import StyleRows


def _unit(rng, count, size):
    rows = rng.standard_normal((count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _all_cosines(rows, vector):
    """Return what every row's cosine is, in whole numbers and then by scale."""
    most = float(np.abs(vector).max())
    products = rows.steps.astype(np.int64) @ np.rint(vector * (127 / most)).astype(np.int64)
    return products.astype(np.float32) * rows.scales * np.float32(most / 127)


def _portraits(rows, numbers):
    """Return accounts named by numbers that write as the rows say."""
    accounts = make_portraits(pa.table({"account": [f"a{number:05}" for number in numbers]}))
    return replace(accounts, style=StyleRows.of(rows))


def _nearest(bank, vector, count):
    """Return the nearest accounts by name, with their cosines."""
    found, cosines = bank.nearest_styles(Portrait(account="new", post_count=9, style=vector), count)
    return dict(zip(bank.names_of(found), cosines.tolist(), strict=True))


def test_cosines_of_rounded_styles_do_not_hang_on_order_or_number_of_rows():
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(40, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[3] = 0
    rows, order = StyleRows.of(vectors), rng.permutation(40)
    found = rows.cosines(vectors[0], np.arange(40))
    assert np.array_equal(rows.take(order).cosines(vectors[0], np.arange(40)), found[order])
    assert np.array_equal(rows.cosines(vectors[0], np.array([9])), found[[9]])
    np.testing.assert_allclose(_all_cosines(rows, vectors[0]), found, atol=1e-5)
    np.testing.assert_allclose(found, vectors @ vectors[0], atol=0.02)
    assert rows[3] is None


def test_the_nearest_are_those_of_a_plain_search():
    rng = np.random.default_rng(3)
    rows, numbers = _unit(rng, 3_000, 48), rng.permutation(9_000)[:3_000]
    bank = ClosedBank()
    for part in np.array_split(np.arange(3_000), 7):
        bank.add(_portraits(rows[part], numbers[part]))
    for query in _unit(rng, 20, 48):
        exact = dict(zip([f"a{number:05}" for number in numbers], (rows @ query).tolist(), strict=True))
        found = _nearest(bank, query, 10)
        line = sorted(exact.values())[-10]
        assert len(found) == 10
        assert all(exact[name] >= line - 0.02 for name in found)
        assert np.allclose(list(found.values()), [exact[name] for name in found], atol=0.02)


def test_all_that_are_as_near_as_the_last_come():
    bank = ClosedBank(_portraits(np.tile(np.array([1, 0, 0, 0], np.float32), (5, 1)), [9, 3, 7, 1, 5]))
    found = _nearest(bank, np.array([1, 0, 0, 0], np.float32), 3)
    assert sorted(found) == ["a00001", "a00003", "a00005", "a00007", "a00009"]


def test_the_order_of_additions_changes_nothing():
    rows = _unit(np.random.default_rng(8), 500, 32)
    forth, back = ClosedBank(), ClosedBank()
    forth.add(_portraits(rows, np.arange(500)))
    for number in range(499, -1, -100):
        chosen = np.arange(number, number - 100, -1)
        back.add(_portraits(rows[chosen], chosen))
    assert _nearest(forth, rows[7], 20) == _nearest(back, rows[7], 20)


def test_who_wrote_nothing_is_never_near():
    bank = ClosedBank(_portraits(np.zeros((2, 3), np.float32), [0, 1]))
    assert _nearest(bank, np.array([1, 0, 0], np.float32), 5) == {}
    bank.add(_portraits(np.eye(3, dtype=np.float32), [2, 3, 4]))
    assert _nearest(bank, np.zeros(3, np.float32), 5) == {}
    assert _nearest(bank, np.array([0, 1, 0], np.float32), 1).keys() == {"a00003"}


@given(st.integers(1, 60), st.integers(0, 120), st.integers(0, 2**32 - 1))
def test_the_nearest_of_those_present_are_the_largest_cosines(count, size, seed):
    rng = np.random.default_rng(seed)
    vectors = _unit(rng, size, 16) if size else np.zeros((0, 16), np.float32)
    vectors[rng.random(size) < 0.3] = 0  # who wrote nothing
    vectors[rng.random(size) < 0.4] = _unit(rng, 1, 16)[0]  # equals
    rows, query, present = StyleRows.of(vectors), _unit(rng, 1, 16)[0], rng.random(size) < 0.8
    cosines = _all_cosines(rows, query)
    told = np.where(present & (cosines > 0), cosines, -1)
    line = np.sort(told)[-count] if size > count else -1
    expected = np.flatnonzero((told >= line) & (told > 0))
    found, near = rows.nearest(query, present, count)
    assert found.tolist() == expected.tolist()
    assert near.tolist() == cosines[expected].tolist()
