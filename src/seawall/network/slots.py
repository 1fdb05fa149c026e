"""Who did what to which item when? The one table that every trace gives and everything else here takes.

A row is a slot: `account` used `item` at `time`; `kind` names the trace (same address, same text, …), one and the same
where the table has none. Accounts become numbers in the order of their names, items in the order of 64-bit keys of
theirs (two of ten million items share one with a chance of one in 300,000); rows of one kind are sorted by item and
time. Rows of the same item and instant stand in an order drawn from what they say, not from the
account's name or the row's place: with a cap on neighbours, any fixed order would make neighbours of the same accounts
again and again, and pairs out of nothing (times in whole minutes do it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus import TIME
from seawall.identity.traits.key_hash import column_keys
from seawall.network.errors import SlotTableError

__all__ = ["NO_KIND", "SLOTS", "SlotSet", "Slots", "conform_slots", "make_slots"]

SLOTS: Final = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),
        pa.field("item", pa.string(), nullable=False),
        pa.field("kind", pa.string()),
        pa.field("time", TIME, nullable=False),
    ]
)
"""The columns of a table of slots; `kind` may be missing."""

NO_KIND: Final = "item"
"""What a kind is called where the table names none."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The slots of one kind, sorted by item and time.

    `starts[i]:starts[i + 1]` are the rows of item i; `account` numbers, `time` microseconds since 1970; `row` is the
    row in the table that was given; `keys` are the items' keys, `names` the table's column of items.
    """

    kind: str
    account: NDArray[np.int32]
    time: Ints
    row: Ints
    starts: Ints
    keys: NDArray[np.uint64]
    names: Any
    account_count: int

    def __len__(self) -> int:
        return len(self.time)

    def item_name(self, item: int) -> str:
        """Return what an item is called."""
        name: str = self.names[int(self.row[self.starts[item]])].as_py()
        return name

    def with_accounts(self, account: NDArray[np.int32]) -> Slots:
        """Return the same slots, filled by other accounts."""
        from seawall.network.slots_kernel import settle_ties  # compiles: only when needed

        row = self.row.copy()
        account = account.copy()
        settle_ties(self.starts, self.keys, self.time, account, row)
        return replace(self, account=account, row=row)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSet:
    """The slots of all kinds, over the same accounts."""

    accounts: pa.Array  # names, in order
    by_kind: tuple[Slots, ...]

    def __iter__(self) -> Iterator[Slots]:
        return iter(self.by_kind)

    def __len__(self) -> int:
        return sum(len(slots) for slots in self.by_kind)


def conform_slots(rows: pa.Table) -> pa.Table:
    """Return the rows with exactly the columns of `SLOTS`; texts may stay as dictionaries, which take less room.

    Raises:
        SlotTableError: a column is missing, has another type, or has gaps.
    """
    columns = []
    for field in SLOTS:
        if field.name not in rows.column_names:
            if not field.nullable:
                told = ", ".join(rows.column_names)[:500] or "none"
                raise SlotTableError(f"there is no column {field.name}; the columns are {told}", column=field.name)
            columns.append(pa.nulls(rows.num_rows, field.type))
            continue
        try:
            column = _as_type(rows.column(field.name), field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise SlotTableError(f"column {field.name}: {error}", column=field.name) from error
        if column.null_count and not field.nullable:
            raise SlotTableError(f"column {field.name} has {column.null_count:,} gaps", column=field.name)
        columns.append(column)
    return pa.table(columns, names=SLOTS.names)


def make_slots(rows: pa.Table) -> SlotSet:
    """Return the slots of a table, kind by kind in the order of their names.

    The order of the rows decides nothing.

    Raises:
        SlotTableError: see `conform_slots`.
    """
    table = conform_slots(rows)
    names, account = _numbered_by_name(table["account"])
    time = table["time"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
    if table["kind"].null_count == table.num_rows:
        kinds, kind = [NO_KIND], None
    else:
        found, kind = _numbered_by_name(pc.fill_null(table["kind"].cast(pa.string()), NO_KIND))
        kinds = found.to_pylist()
    made = []
    for number, name in enumerate(kinds):
        rows_of = None if len(kinds) == 1 or kind is None else np.flatnonzero(kind == number)
        made.append(_of_kind(name, table["item"], account, time, rows_of, len(names)))
    return SlotSet(accounts=names, by_kind=tuple(made))


def _as_type(column: Any, kind: pa.DataType) -> Any:
    if pa.types.is_dictionary(column.type) and column.type.value_type == kind:
        return column
    return column.cast(kind)


def _of_kind(
    name: str, items: Any, account: NDArray[np.int32], time: Ints, rows: Ints | None, account_count: int
) -> Slots:
    from seawall.network.slots_kernel import place_by_item, settle_ties  # compiles: only when needed

    taken = items
    if rows is not None:
        taken, account, time = items.take(pa.array(rows)), account[rows], time[rows]
    keys, item = _numbered(taken)
    starts = np.zeros(len(keys) + 1, np.int64)
    np.cumsum(np.bincount(item, minlength=len(keys)), out=starts[1:])
    order = np.argsort(time, kind="stable")
    row = np.empty(len(order), np.int64)
    place_by_item(order, item, starts, row)
    account, time = account[row], time[row]
    settle_ties(starts, keys, time, account, row)
    return Slots(
        kind=name,
        account=account,
        time=time,
        row=row if rows is None else rows[row],
        starts=starts,
        keys=keys,
        names=items,
        account_count=account_count,
    )


def _numbered(column: Any) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return the keys of the distinct values, ascending, and each row's number among them."""
    keys = column_keys(column)
    order = np.argsort(keys)
    ordered = keys[order]
    is_first = np.ones(len(keys), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    number = np.empty(len(keys), np.int32)
    number[order] = np.cumsum(is_first, dtype=np.int32) - 1
    return ordered[is_first], number


def _numbered_by_name(column: Any) -> tuple[pa.Array, NDArray[np.int32]]:
    """Return the distinct values in order of name, and each row's number among them."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # nothing at all
        column = pa.array([], pa.string())
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    number = encoded.indices.to_numpy(zero_copy_only=False)
    values = encoded.dictionary.cast(pa.string())
    used = np.bincount(number, minlength=len(values)) > 0
    order = pc.sort_indices(values).to_numpy()
    order = order[used[order]]
    rank = np.zeros(len(values), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return values.take(pa.array(order)), rank[number]
