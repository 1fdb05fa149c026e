"""Which rows does a table of texts have? CSV and Parquet with the columns text, label, author, suite and a few more.

Rows are counted from 1, the header not included. A row that can't be used is set aside with its number and the reason,
and the rest goes on: a wrong number of fields, octets that are no UTF-8, a label that is neither 1 nor 0, a row to be
trained on without text, a stance that contradicts its label. Left out: what is done with the rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from seawall.classify.errors import RankerTableError
from seawall.classify.labelled_texts import LabelledTexts
from seawall.classify.labels import RAISING_STANCES, Stance

__all__ = ["SetAside", "TableRows", "read_labelled", "read_texts"]

_MAX_FIELD: Final = 16 << 20
_TRUTHS: Final = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "true": 1, "false": 0}
_STANCES: Final = frozenset(stance.value for stance in Stance)

_NOT_UTF8: Final = object()

Values = list[str | None]
Row = tuple[int, Values | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that is not used, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """The usable rows of a table as written, with their numbers, and those set aside."""

    columns: tuple[str, ...]
    numbers: list[int]
    rows: list[Values]
    set_aside: list[SetAside] = field(default_factory=list)

    def column(self, name: str) -> Values:
        """Return one column; one that the table lacks is all None."""
        if name not in self.columns:
            return [None] * len(self.rows)
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    @property
    def texts(self) -> list[str]:
        """Return the texts; one that is absent is empty."""
        return [text or "" for text in self.column("text")]


def read_texts(path: Path) -> TableRows:
    """Read a table of which only the text is needed.

    Raises:
        RankerTableError: the file can't be read, or has no column `text`.
    """
    return _read(path, ("text",))


def read_labelled(path: Path) -> tuple[LabelledTexts, TableRows]:
    """Read a table to train or to measure on; texts that are unusable go to `set_aside`.

    Raises:
        RankerTableError: the file can't be read, or lacks `text` or `label`.
    """
    read = _read(path, ("text", "label"))
    places: dict[str, int] = {
        name: read.columns.index(name) for name in ("text", "label", "stance") if name in read.columns
    }
    aside = list(read.set_aside)
    numbers, rows = [], []
    for number, row in zip(read.numbers, read.rows, strict=True):
        reason = _fault(row, places)
        if reason:
            aside.append(SetAside(row=number, reason=reason))
        else:
            numbers.append(number)
            rows.append(row)
    aside.sort(key=lambda one: one.row)
    kept = TableRows(columns=read.columns, numbers=numbers, rows=rows, set_aside=aside)
    labels = [_TRUTHS[(label or "").strip().lower()] for label in kept.column("label")]
    columns = {name: kept.column(column) for name, column in _COLUMNS.items()}
    return LabelledTexts.of(kept.texts, labels, **columns), kept


_COLUMNS: Final = {"authors": "author", "suites": "suite", "languages": "language"}


def _fault(row: Values, places: dict[str, int]) -> str | None:
    label = (row[places["label"]] or "").strip().lower()
    if label not in _TRUTHS:
        return f"the label is {label[:40]!r}, neither 1 nor 0"
    if not (row[places["text"]] or "").strip():
        return "there is no text"
    stance = (row[places["stance"]] or "").strip() if "stance" in places else ""
    if stance and stance not in _STANCES:
        return f"there is no stance {stance[:40]!r}; there are {', '.join(sorted(_STANCES))}"
    if stance and _TRUTHS[label] == 1 and Stance(stance) not in RAISING_STANCES:
        return f"labelled 1, but the stance {stance!r} is never raised"
    return None


def _read(path: Path, needed: tuple[str, ...]) -> TableRows:
    reader = {".csv": _csv, ".parquet": _parquet}.get(path.suffix.lower())
    if reader is None:
        raise RankerTableError(f"{path} is neither .csv nor .parquet", path=path)
    try:
        rows = reader(path)
        header = next(rows)[1]
        assert not isinstance(header, str)
        columns = tuple((name or "").strip().lower() for name in header)
        missing = [name for name in needed if name not in columns]
        if missing:
            raise RankerTableError(
                f"{path} has no column {' and no column '.join(missing)}; its columns are {', '.join(columns)[:500]}",
                path=path,
            )
        read = TableRows(columns=columns, numbers=[], rows=[])
        for number, row in rows:
            if isinstance(row, str):
                read.set_aside.append(SetAside(row=number, reason=row))
            else:
                read.numbers.append(number)
                read.rows.append(row)
    except (OSError, pa.ArrowException) as error:
        raise RankerTableError(f"{path} can't be read: {error}", path=path) from error
    return read


def _csv(path: Path) -> Iterator[Row]:
    """Yield the header as row 0, then the rows; octets that are no UTF-8 spoil their row only."""
    csv.field_size_limit(_MAX_FIELD)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows, None)
        if header is None:
            raise RankerTableError(f"{path} is empty", path=path)
        yield 0, list(header)
        number = 0
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, f"not a row of a CSV table: {error}"
                continue
            if not row:  # a blank line is no row
                number -= 1
            elif len(row) != len(header):
                yield number, f"{len(row)} fields where the header has {len(header)}"
            elif any("\udc80" <= letter <= "\udcff" for value in row if not value.isascii() for letter in value):
                yield number, "not UTF-8"
            else:
                yield number, list(row)


def _parquet(path: Path) -> Iterator[Row]:
    with pq.ParquetFile(path) as table:
        names = table.schema_arrow.names
        yield 0, list(names)
        number = 0
        for batch in table.iter_batches(batch_size=1 << 14):
            columns = [_written(column) for column in batch.columns]
            for place in range(batch.num_rows):
                number += 1
                row = [column[place] for column in columns]
                yield number, "not UTF-8" if any(value is _NOT_UTF8 for value in row) else row


def _written(column: Any) -> list[Any]:
    """Return the values of an Arrow column as text; true and false as 1 and 0, `_NOT_UTF8` where octets are no text."""
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        try:
            column = column.cast(pa.string())
        except pa.ArrowException:  # a list or a struct, which is only passed on
            return [None if value is None else str(value) for value in column.to_pylist()]
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_text_of(value) for value in column]


def _text_of(value: Any) -> Any:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return _NOT_UTF8
