"""Which row counts where an account stands in a table more than once? The latest profile, and the newest closing.

They need not stand in the same row: a profile is as late as it was observed, a closing as late as the account was
closed. So an old closing that has expired never hides a newer one because somebody looked at the profile later. Equally
late rows are told apart by what they say, so that the order of rows in a file decides nothing. Left out: whether a
closing is complete (`account_tables.require_closings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["CLOSING_COLUMNS", "latest_profiles", "newest_closings", "repeated_rows"]

CLOSING_COLUMNS: Final = ("decision", "ground", "closed_at", "expires")

_BY_PROFILE: Final = ("account", "observed", "closed_at", "created")
_BY_CLOSING: Final = ("account", "closed_at", "observed", "expires", "decision", "ground")

Places = NDArray[np.int64]


def latest_profiles(table: pa.Table) -> Places:
    """Return the place of each account's latest profile, in the order of the accounts' names."""
    rest = [name for name in table.column_names if name not in _BY_PROFILE]
    return _last_of_each(table, (*_BY_PROFILE, *rest))


def newest_closings(table: pa.Table, profiles: Places) -> pa.Table:
    """Return the rows of `latest_profiles`, each with the account's newest closing, wherever that stood."""
    rows = table.take(pa.array(profiles))
    if len(profiles) == table.num_rows:
        return rows
    closings = table.select(list(CLOSING_COLUMNS)).take(pa.array(_last_of_each(table, _BY_CLOSING)))
    for name in CLOSING_COLUMNS:
        rows = rows.set_column(rows.column_names.index(name), table.schema.field(name), closings[name])
    return rows


def repeated_rows(table: pa.Table, profiles: Places) -> Places:
    """Return the places of all rows of accounts that stand more than once, in the order of the table."""
    if len(profiles) == table.num_rows:
        return np.zeros(0, dtype=np.int64)
    older = np.setdiff1d(np.arange(table.num_rows), profiles)
    names = table["account"].take(pa.array(older)).unique()
    return np.flatnonzero(np.asarray(pc.is_in(table["account"], value_set=_whole(names)))).astype(np.int64)


def _last_of_each(table: pa.Table, order: Sequence[str]) -> Places:
    keys = [(name, "ascending", "at_start") for name in order]
    places = np.asarray(pc.sort_indices(table.select(list(order)), sort_keys=keys), dtype=np.int64)
    names = _whole(table["account"].take(pa.array(places)))
    last = np.ones(len(places), dtype=bool)
    if len(places) > 1:
        last[:-1] = np.asarray(pc.not_equal(names.slice(0, len(names) - 1), names.slice(1)))
    return places[last]


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
