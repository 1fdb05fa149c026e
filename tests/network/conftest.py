"""Made-up tables of slots: ordinary accounts with their own habits, and cells among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from seawall.corpus import TIME

_START = 1_767_225_600_000_000  # 1 January 2026
_DAY = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A table and the cell of each planted account."""

    table: pa.Table
    truth: dict[str, str]


def slot_table(account, item, time, kind=None) -> pa.Table:
    """Return a table of slots; times are microseconds since 1970."""
    columns = {
        "account": pa.array([str(one) for one in account], pa.string()),
        "item": pa.array([str(one) for one in item], pa.string()),
        "time": pa.array(np.asarray(time, dtype=np.int64)).cast(TIME),
    }
    if kind is not None:
        columns["kind"] = pa.array(kind, pa.string())
    return pa.table(columns)


def planted_world(seed: int, *, accounts: int = 400, rows: int = 12_000, cells: tuple[int, ...] = (), lag_seconds=50):
    """Return ordinary accounts (log-normal activity, popular items that live for hours), and cells of these sizes."""
    rng = np.random.default_rng(seed)
    activity = rng.lognormal(0, 1.3, accounts)
    activity /= activity.sum()
    items = rows // 8
    popularity = 1 / np.arange(1, items + 1) ** 0.9
    born, life = rng.random(items) * 14 * _DAY, rng.lognormal(np.log(_DAY / 4), 1.0, items)
    item = rng.choice(items, rows, p=popularity / popularity.sum())
    time = born[item] + rng.exponential(1, rows) * life[item]
    account = rng.choice(accounts, rows, p=activity)
    columns = [account[time < 14 * _DAY], item[time < 14 * _DAY], time[time < 14 * _DAY]]
    free, truth = rng.permutation(accounts), {}
    for cell, size in enumerate(cells):
        members, free = free[:size], free[size:]
        truth |= {f"a{member:04}": f"c{cell}" for member in members.tolist()}
        for push in range(25):
            there = members[rng.random(size) < 0.8]
            begin = rng.random() * 13.9 * _DAY
            columns[0] = np.concatenate((columns[0], there))
            columns[1] = np.concatenate((columns[1], np.full(len(there), 10_000_000 + cell * 1_000 + push)))
            columns[2] = np.concatenate((columns[2], begin + rng.random(len(there)) * lag_seconds * 1e6))
    order = rng.permutation(len(columns[0]))
    names = [f"a{one:04}" for one in columns[0][order].tolist()]
    return Planted(table=slot_table(names, columns[1][order], columns[2][order] + _START), truth=truth)


@pytest.fixture(scope="session")
def make_table():
    """Return the maker of tables."""
    return slot_table


@pytest.fixture(scope="session")
def make_world():
    """Return the maker of worlds."""
    return planted_world


@pytest.fixture(scope="session")
def world():
    """Return a world with four cells."""
    return planted_world(7, cells=(3, 5, 9, 16))
