"""Which slots stand in this table? CSV or Parquet with account, item, time and perhaps kind, for a search of cells.

Columns are known by their usual names, in any letter case, or named by whoever calls. Times are read as everywhere
(`times.py`): a time without zone is UTC, numbers count from 1970 in seconds, or in milli- or microseconds where they
are so large that nothing else is sense. Ids may be numbers or texts. A row without account, item or time, or with one
that can't be read, is set aside with its number and the reason, and the rest goes on.

A plain CSV file is read by Arrow in one go; where it finds a row that it can't take, or a value that runs over several
lines, the file is read again by the careful reader (`readers/csv_rows.py`), which is slower and tells rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from seawall.corpus import TIME
from seawall.intake.account_chunks import is_table
from seawall.intake.account_columns import usual_columns
from seawall.intake.byte_source import ByteSource
from seawall.intake.readers.csv_rows import CsvOptions, read_csv_header, read_csv_rows
from seawall.intake.readers.parquet_rows import open_parquet, read_parquet_rows
from seawall.intake.rows import RawChunk
from seawall.intake.times import TimeRules, read_times
from seawall.network.errors import SlotTableError
from seawall.network.slots import SLOTS

__all__ = ["SLOT_NAMES", "ReadSlots", "SlotReject", "read_slot_chunks", "read_slot_table"]

SLOT_NAMES: Final = {
    "account": ("account", "account_id", "author_id", "user_id", "userid", "author", "username", "channel"),
    "item": ("item", "item_id", "object_id", "url", "urls", "link", "media_key", "content", "text"),
    "time": ("time", "timestamp", "timestamp_share", "posted_at", "created_at", "publish_date", "date"),
    "kind": ("kind", "trace", "type"),
}
"""Column of a table of slots → names under which files have it, the first that is there counts."""

_NEEDED: Final = ("account", "item", "time")
_MOST_TOLD: Final = 10_000
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_UNITS: Final = ((1e14, "us"), (1e11, "ms"), (0.0, "s"))
_BLOCK_BYTES: Final = 4 << 20
_FEW: Final = pa.dictionary(pa.int32(), pa.string())
_REPEATED: Final = ("account", "kind", "truth")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReject:
    """A row that was set aside and why."""

    row: int
    reason: str


@dataclass(slots=True, kw_only=True)
class ReadSlots:
    """What a file gave: slots, the true group of accounts where a column names it, and what was set aside."""

    table: pa.Table
    truth: dict[str, str] = field(default_factory=dict)
    row_count: int = 0
    set_aside_count: int = 0
    set_aside: list[SlotReject] = field(default_factory=list)  # the first ones

    def tell(self, rows: Mapping[int, str]) -> None:
        """Take in rows that were set aside: number and reason."""
        self.set_aside_count += len(rows)
        room = _MOST_TOLD - len(self.set_aside)
        self.set_aside += [SlotReject(row=row, reason=rows[row]) for row in sorted(rows)[:room]]


def read_slot_table(
    path: Path, *, now: datetime, names: Mapping[str, str] | None = None, truth: str | None = None
) -> ReadSlots:
    """Read a table of slots.

    Args:
        path: a .csv (also compressed) or .parquet file.
        now: later times are clock errors.
        names: column of the table of slots → the file's own name, where it is not a usual one.
        truth: a column that names the true group of a row's account, or nothing.

    Raises:
        SlotTableError: no such file, or a column is missing.
        IntakeError: the file can't be read.
    """
    told = ReadSlots(table=SLOTS.empty_table())
    parts = list(_read(path, told, now=now, names=names, truth=truth, at_once=True))
    if parts:
        told.table = pa.concat_tables(parts, promote_options="default")
    return told


def read_slot_chunks(
    path: Path, told: ReadSlots, *, now: datetime, names: Mapping[str, str] | None = None, truth: str | None = None
) -> Iterator[pa.Table]:
    """Yield a table of slots chunk by chunk, for files that are more than memory holds; see `read_slot_table`.

    Args:
        path: a .csv (also compressed) or .parquet file.
        told: takes in counts, truth and what is set aside; its table stays empty.
        now: later times are clock errors.
        names: column of the table of slots → the file's own name.
        truth: a column that names the true group of a row's account, or nothing.
    """
    yield from _read(path, told, now=now, names=names, truth=truth, at_once=False)


def _read(
    path: Path, told: ReadSlots, *, now: datetime, names: Mapping[str, str] | None, truth: str | None, at_once: bool
) -> Iterator[pa.Table]:
    if not is_table(path):
        raise SlotTableError(f"{path} is no .csv and no .parquet file", path=path)
    columns = _columns(path, dict(names or {}), truth)
    for chunk in _chunks(path, columns, at_once=at_once):
        told.row_count += chunk.table.num_rows + len(chunk.rejects)
        told.tell({one.row: one.reason for one in chunk.rejects})
        rows = pa.table({name: chunk.table.column(own) for name, own in columns.items()})
        good = _checked(rows, np.asarray(chunk.numbers), now, told)
        if truth is not None:
            for account, group in _truth(good).items():
                told.truth[account] = min(group, told.truth.get(account, group))
        yield good.select([name for name in SLOTS.names if name in good.column_names])


def _columns(path: Path, given: dict[str, str], truth: str | None) -> dict[str, str]:
    """Return plain name → the file's own name of each column that is read."""
    with ByteSource(path) as source:
        if path.name.lower().endswith(".parquet"):
            with open_parquet(source) as file:
                header = list(file.schema_arrow.names)
        else:
            header = read_csv_header(source, CsvOptions())
    found = usual_columns(header, {name: usual for name, usual in SLOT_NAMES.items() if name not in given}) | given
    if truth is not None:
        found["truth"] = truth
    lacking = [found.get(name, name) for name in (*_NEEDED, *found) if found.get(name) not in header]
    if lacking:
        told = ", ".join(header)[:500]
        raise SlotTableError(f"{path} has no column {lacking[0]}; its columns are {told}", path=path, columns=header)
    return found


def _chunks(path: Path, names: Mapping[str, str], *, at_once: bool) -> Iterator[RawChunk]:
    columns = list(dict.fromkeys(names.values()))
    if at_once and path.name.lower().endswith(".csv"):
        whole = _read_whole(path, names)
        if whole is not None:
            yield RawChunk(
                table=whole, numbers=pa.array(np.arange(1, whole.num_rows + 1)), rejects=(), last_row=whole.num_rows
            )
            return
    with ByteSource(path) as source:
        if path.name.lower().endswith(".parquet"):
            yield from read_parquet_rows(source, columns)
        else:
            yield from read_csv_rows(source, CsvOptions(), columns)


def _read_whole(path: Path, names: Mapping[str, str]) -> pa.Table | None:
    """Return the columns of a CSV file that Arrow takes as it is; None where it needs the careful reader.

    Instants with a zone are read at once; where they are written otherwise, as texts. Of accounts, kinds and truths
    there are few, so each stands once and rows have its number.
    """
    columns = list(dict.fromkeys(names.values()))
    kinds = {own: _FEW if name in _REPEATED else pa.string() for name, own in reversed(list(names.items()))}
    for instant in (TIME, pa.string()):
        try:
            table = pv.read_csv(
                path,
                read_options=pv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
                convert_options=pv.ConvertOptions(
                    include_columns=columns,
                    column_types=kinds | {names["time"]: instant},
                    strings_can_be_null=False,
                    null_values=[""],
                ),
            )
        except (pa.ArrowException, OSError, KeyError):  # told in full by the careful reader
            continue
        return None if any(map(_has_lines, table.unify_dictionaries().columns)) else table.unify_dictionaries()
    return None


def _has_lines(column: Any) -> bool:
    if not len(column) or pa.types.is_timestamp(column.type):
        return False
    if pa.types.is_dictionary(column.type):
        column = column.chunk(0).dictionary  # the same in all chunks
    return bool(pc.any(pc.match_substring(column, "\n")).as_py())


def _checked(rows: pa.Table, numbers: Any, now: datetime, told: ReadSlots) -> pa.Table:
    """Return the rows that can be used, as slots and perhaps a truth; the rest is told."""
    wrong: dict[int, str] = {}
    columns: dict[str, Any] = {}
    for name in rows.column_names:
        column = _whole(rows.column(name))
        if name == "time":
            columns[name], reasons = read_times(_gaps(column), _rules(column, now))
            wrong |= {place: f"time: {why}" for place, why in reasons.items()}
        else:
            columns[name] = _text(column)
    missing = {name: ~np.asarray(columns[name].is_valid()) for name in _NEEDED}
    for name, absent in missing.items():
        for place in np.flatnonzero(absent).tolist():
            wrong.setdefault(place, f"there is no {name}")
    told.tell({int(numbers[place]): reason for place, reason in wrong.items()})
    table = pa.table(columns)
    if not wrong:
        return table
    good = np.ones(table.num_rows, dtype=bool)
    good[list(wrong)] = False
    return table.filter(pa.array(good))


def _rules(column: Any, now: datetime) -> TimeRules:
    unit = "s"
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or _is_digits(column):
        largest = pc.max(pc.abs(column.cast(pa.float64(), safe=False))).as_py() or 0.0
        unit = next(name for least, name in _UNITS if largest >= least)
    return TimeRules(zone=ZoneInfo("UTC"), earliest=_EARLIEST, now=now, unit=unit)


def _is_digits(column: Any) -> bool:
    if not pa.types.is_string(column.type):
        return False
    return bool(len(column)) and pc.all(pc.match_substring_regex(column, r"^-?\d+(\.\d+)?$")).as_py() is True


def _gaps(column: Any) -> Any:
    """Return texts of nothing but space as absent, and digits as numbers, which are read at once."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    if _is_digits(column):
        return column.cast(pa.float64())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), pa.scalar(None, column.type), column)


def _text(column: Any) -> Any:
    if pa.types.is_dictionary(column.type):
        values = column.dictionary
        words = _text(values)
        return column if words.equals(values) else words.take(column.indices)
    if pa.types.is_floating(column.type) and pc.all(pc.equal(pc.round(column), column)).as_py() in (True, None):
        column = column.cast(pa.int64(), safe=False)  # an identifier that pandas made a float of
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _whole(column: Any) -> Any:
    joined = column.combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) and joined.num_chunks else joined


def _truth(table: pa.Table) -> dict[str, str]:
    """Return the group of each account that has one; where rows disagree, the first in order of name."""
    named = table.select(["account", "truth"]).filter(table["truth"].is_valid())
    named = named.cast(pa.schema([("account", pa.string()), ("truth", pa.string())]))
    groups = named.group_by("account").aggregate([("truth", "min")]).to_pydict()
    return dict(zip(groups["account"], groups["truth_min"], strict=True))
