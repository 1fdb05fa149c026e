"""The picture of a network: tied accounts near each other, always the same, within its frame."""

import numpy as np
import pytest

from seawall.network.layout import lay_out


def _cliques(count, size):
    left, right = np.triu_indices(size, 1)
    return (np.concatenate([left + at * size for at in range(count)]),
            np.concatenate([right + at * size for at in range(count)]))  # fmt: skip


def test_tied_accounts_stand_nearer_than_others():
    left, right = _cliques(12, 10)
    x, y = lay_out(left, right, np.ones(len(left)), 120, seed=1)
    tied = np.hypot(x[left] - x[right], y[left] - y[right]).mean()
    one, other = np.triu_indices(120, 1)
    assert tied < 0.35 * np.hypot(x[one] - x[other], y[one] - y[other]).mean()
    assert max(np.abs(x).max(), np.abs(y).max()) == pytest.approx(1.0)


def test_the_same_seed_gives_the_same_picture():
    left, right = _cliques(3, 5)
    one, other = (np.stack(lay_out(left, right, np.ones(len(left)), 15, seed=4)) for _ in range(2))
    assert (one == other).all()


def test_five_thousand_accounts_have_each_its_own_place():
    left, right = _cliques(500, 10)
    x, y = lay_out(left, right, np.ones(len(left)), 5_000, seed=1)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    assert len(set(zip(x.round(7).tolist(), y.round(7).tolist(), strict=True))) == 5_000


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_anybody_is_no_trouble(count):
    none = np.zeros(0, np.int64)
    x, y = lay_out(none, none, np.zeros(0), count, seed=1)
    assert len(x) == len(y) == count
    assert np.isfinite(x).all()
