"""Members who meet their group, though no single fellow often enough, are found; taste alone makes no group."""

import numpy as np
import pytest

from seawall.network import CellOptions, make_slots, search_cells
from seawall.network import search as searching

_DAY = 86_400_000_000
_START = 1_767_225_600_000_000  # of the worlds


def _large_cell(make_table, make_world, seed, *, size=40, pushes=9, hours=3.0):
    """Return a world with one large cell, each push taken up by half of it, within some hours."""
    rng = np.random.default_rng(seed)
    world = make_world(seed, accounts=1_500, rows=40_000).table.to_pydict()
    account, item = list(world["account"]), list(world["item"])
    time = [int(one.timestamp() * 1e6) for one in world["time"]]
    members = [f"a{one:04}" for one in rng.permutation(1_500)[:size].tolist()]
    for push in range(pushes):
        begin = _START + (push % 12) * _DAY + int(rng.random() * _DAY / 2)
        for member in members:
            if rng.random() < 0.5:
                account.append(member)
                item.append(f"push-{push}")
                time.append(begin + int(rng.random() * hours * 3.6e9))
    return make_table(account, item, time), set(members)


def _found(table):
    search = search_cells(make_slots(table), CellOptions(resamples=0))
    names = search.slots.accounts.to_pylist()
    return {names[one] for cell in search.cells for one in cell.members.tolist()}, search


def test_a_group_ties_members_that_pairs_alone_leave_out(make_table, make_world, monkeypatch):
    table, members = _large_cell(make_table, make_world, 31, size=60, pushes=20, hours=0.9)
    found, search = _found(table)
    names = search.slots.accounts.to_pylist()
    by_group = search.pairs.by_group
    assert by_group.any()
    tied = {names[one] for one in (*search.pairs.left.tolist(), *search.pairs.right.tolist())}
    assert tied <= members
    assert (search.pairs.log_q <= np.log(0.01)).all()
    assert (search.pairs.log_p[by_group] <= np.log(0.01)).all()
    assert search.control.significant_pairs == 0
    monkeypatch.setattr(searching, "with_group_ties", lambda weighed: weighed.taken(weighed.is_significant))
    by_pairs, alone = _found(table)
    assert found >= by_pairs
    assert len(alone.pairs) < len(search.pairs)


@pytest.mark.parametrize("seed", range(3))
def test_a_closed_circle_of_one_taste_is_no_group(make_table, seed):
    """Thirty accounts read the same forty pages whenever they please; nobody else does."""
    rng = np.random.default_rng(seed)
    circle = [(f"c{rng.integers(30)}", f"x{rng.integers(40)}", int(rng.integers(0, 20 * _DAY))) for _ in range(3_000)]
    others = [(f"o{rng.integers(800)}", f"y{n}", int(rng.integers(0, 20 * _DAY))) for n in range(30_000)]
    search = search_cells(
        make_slots(make_table(*zip(*circle, *others, strict=True))), CellOptions(resamples=0), with_control=False
    )
    assert len(search.pairs) == 0
