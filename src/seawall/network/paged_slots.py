"""Which slots are there, when they are more than memory holds? The same as `slots.make_slots`, kept in files.

Rows come in chunks. Each chunk is written to a file, ordered by the leading bits of the items' keys; then one partition
of keys after the other is read back, sorted by item and time, and appended to the files that hold the slots. Those are
mapped: the system keeps in memory what is in use and drops the rest. What stays in memory are the accounts' names and
one partition. Files lie in a folder that the caller clears away when the slots are no longer used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.identity.traits.key_hash import column_keys
from seawall.network.slots import NO_KIND, Ints, Slots, SlotSet, conform_slots

__all__ = ["PagedSlots"]

_BITS: Final = 8
_PARTS: Final = 1 << _BITS
_ROW: Final = np.dtype([("key", "<u8"), ("time", "<i8"), ("row", "<i8"), ("account", "<i4")])
_ITEMS: Final = pa.schema([pa.field("item", pa.large_string())])


@dataclass(slots=True, kw_only=True)
class _Kind:
    """The rows of one kind so far: a file of them, and by chunk where each partition begins (in rows)."""

    file: IO[bytes]
    edges: list[Ints] = field(default_factory=list)
    written: int = 0


class PagedSlots:
    """Takes rows chunk by chunk, gives slots whose columns lie in files of a folder."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder."""
        self._folder = folder
        self._kinds: dict[str, _Kind] = {}
        self._accounts: dict[str, int] = {}
        self._rows = 0
        self._items = pa.ipc.new_file(str(folder / "items.arrow"), _ITEMS)

    def add(self, rows: pa.Table) -> None:
        """Take in rows (`SLOTS`).

        Raises:
            SlotTableError: see `conform_slots`.
            OSError: the disk is full.
        """
        table = conform_slots(rows)
        self._items.write_table(pa.table([table["item"].cast(pa.large_string())], schema=_ITEMS))
        made = np.empty(table.num_rows, _ROW)
        made["key"] = column_keys(table["item"])
        made["time"] = table["time"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
        made["row"] = np.arange(self._rows, self._rows + table.num_rows)
        made["account"] = self._numbers(table["account"])
        self._rows += table.num_rows
        kinds = pc.dictionary_encode(pc.fill_null(table["kind"].cast(pa.string()), NO_KIND).combine_chunks())
        if isinstance(kinds, pa.ChunkedArray):
            kinds = kinds.combine_chunks()
        of = kinds.indices.to_numpy(zero_copy_only=False)
        for number, name in enumerate(kinds.dictionary.to_pylist()):
            self._write(name, made if len(kinds.dictionary) == 1 else made[of == number])

    def finish(self) -> SlotSet:
        """Return the slots; nothing can be added then."""
        self._items.close()
        names = pa.ipc.open_file(pa.memory_map(str(self._folder / "items.arrow"))).read_all()["item"]
        accounts = pa.array(list(self._accounts), pa.string())
        order = pc.sort_indices(accounts).to_numpy()
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        made = [self._slots(name, kind, rank, names) for name, kind in sorted(self._kinds.items())]
        return SlotSet(accounts=accounts.take(pa.array(order)), by_kind=tuple(made))

    def _numbers(self, column: Any) -> NDArray[np.int32]:
        """Return the number of each row's account, in the order in which accounts came."""
        encoded = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        known = self._accounts
        numbers = [known.setdefault(name, len(known)) for name in encoded.dictionary.to_pylist()]
        codes: NDArray[np.int32] = encoded.indices.to_numpy(zero_copy_only=False)
        return np.array(numbers, np.int32)[codes]

    def _write(self, name: str, rows: NDArray[Any]) -> None:
        kind = self._kinds.get(name)
        if kind is None:
            file = (self._folder / f"rows-{len(self._kinds)}").open("w+b", buffering=0)
            kind = self._kinds[name] = _Kind(file=file)
        part = (rows["key"] >> np.uint64(64 - _BITS)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        kind.edges.append(kind.written + np.searchsorted(part[order], np.arange(_PARTS + 1)))
        rows[order].tofile(kind.file)
        kind.written += len(rows)

    def _slots(self, name: str, kind: _Kind, rank: NDArray[np.int32], names: Any) -> Slots:
        from seawall.network.slots_kernel import settle_ties  # compiles: only when needed

        number = list(self._kinds).index(name)
        columns = {
            column: (self._folder / f"{column}-{number}").open("w+b", buffering=0)
            for column in ("account", "time", "row", "starts", "keys")
        }
        columns["starts"].write(bytes(8))
        before = 0
        for part in range(_PARTS):
            rows = _partition(kind, part)
            rows = rows[np.lexsort((rows["time"], rows["key"]))]
            begins = np.flatnonzero(np.diff(rows["key"], prepend=~rows["key"][:1]) != 0)
            starts = np.append(begins, len(rows)).astype(np.int64)
            keys, time, row = (np.ascontiguousarray(one) for one in (rows["key"][begins], rows["time"], rows["row"]))
            account = rank[rows["account"]]
            settle_ties(starts, keys, time, account, row)
            for column, values in (
                ("account", account), ("time", time), ("row", row), ("starts", starts[1:] + before), ("keys", keys)
            ):  # fmt: skip
                np.asarray(values).tofile(columns[column])
            before += len(rows)
        kind.file.close()
        mapped = {column: _mapped(file, np.dtype(_TYPES[column])) for column, file in columns.items()}
        return Slots(kind=name, names=names, account_count=len(rank), **mapped)


_TYPES: Final = {"account": "<i4", "time": "<i8", "row": "<i8", "starts": "<i8", "keys": "<u8"}


def _partition(kind: _Kind, part: int) -> NDArray[Any]:
    """Return the rows of one partition, those of earlier chunks first."""
    found = []
    for edges in kind.edges:
        begin, end = int(edges[part]), int(edges[part + 1])
        kind.file.seek(begin * _ROW.itemsize)
        found.append(np.frombuffer(kind.file.read((end - begin) * _ROW.itemsize), _ROW))
    return np.concatenate(found) if found else np.empty(0, _ROW)


def _mapped(file: IO[bytes], kind: np.dtype[Any]) -> NDArray[Any]:
    """Return the numbers in a file as an array that the system pages in and out."""
    size = file.seek(0, 2) // kind.itemsize
    made: NDArray[Any] = np.asarray(np.memmap(file, kind, "r+", shape=(size,))) if size else np.empty(0, kind)
    file.close()
    return made
