"""How do rows become a Parquet file of a table, with exactly the published columns?

Zstandard, row groups of 65,536 rows; dictionaries for columns that repeat themselves, statistics for these and for
numbers and times. Rows that miss a required column, have one too many or a value of another type are refused by name,
before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seawall.corpus.errors import SchemaMismatchError
from seawall.corpus.folder import NewFile
from seawall.corpus.manifest import StoredFile

__all__ = ["ROW_GROUP_ROWS", "conform", "write_rows"]

ROW_GROUP_ROWS: Final = 1 << 16
_SAMPLE_ROWS: Final = 2000


def conform(table: str, rows: pa.Table, schema: pa.Schema, provenance: Mapping[str, Any]) -> pa.Table:
    """Return `rows` with exactly the columns of `schema`; `provenance` fills its columns, absent ones become null.

    Raises:
        SchemaMismatchError: a column too many, of another type, or null where a value is required.
    """
    for name in rows.schema.names:
        if name in provenance or name not in schema.names:
            why = "is filled in by the store" if name in provenance else "is no column of it"
            raise _mismatch(table, name, why)
    columns = [_column(table, rows, field, provenance) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(table: str, rows: pa.Table, field: pa.Field, provenance: Mapping[str, Any]) -> Any:
    if field.name in provenance:
        return pa.repeat(pa.scalar(provenance[field.name], field.type), rows.num_rows)
    if field.name not in rows.schema.names:
        column = pa.nulls(rows.num_rows, field.type)
    else:
        column = rows.column(field.name)
        if column.type != field.type:
            try:
                column = column.cast(field.type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise _mismatch(table, field.name, f"is {column.type}, not {field.type}: {error}") from error
    if column.null_count and not field.nullable:
        raise _mismatch(table, field.name, f"has {column.null_count} nulls, but a value is required")
    return column


def write_rows(file: NewFile, schema: pa.Schema, pieces: Iterable[pa.Table]) -> StoredFile:
    """Write `pieces` as one Parquet file and return its entry; the caller removes the file when this raises."""
    writer: Any = None
    rows = 0
    try:
        for piece in pieces:
            if writer is None:
                writer = _open(file, schema, piece)
            writer.write_table(piece, row_group_size=ROW_GROUP_ROWS)
            rows += piece.num_rows
        if writer is None:
            writer = _open(file, schema, schema.empty_table())
    finally:
        if writer is not None:
            writer.close()
    return file.finish(rows=rows)


def _open(file: NewFile, schema: pa.Schema, sample: pa.Table) -> Any:
    repeating = [field.name for field in schema if _repeats_itself(sample, field)]
    measured = [field.name for field in schema if field.name in repeating or _is_measure(field.type)]
    return pq.ParquetWriter(
        pa.PythonFile(file, mode="w"),
        schema,
        compression="zstd",
        compression_level=1,  # level 3 wrote no smaller files of posts, a tenth slower (2026-11)
        use_dictionary=repeating or False,
        write_statistics=measured or False,  # least and greatest text would cost a fifth and help nobody
    )


def _repeats_itself(sample: pa.Table, field: pa.Field) -> bool:
    if not pa.types.is_string(field.type):
        return False
    column = sample.column(field.name).slice(0, _SAMPLE_ROWS)
    return 2 * int(pc.count_distinct(column).as_py()) <= len(column)


def _is_measure(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_timestamp(kind))


def _mismatch(table: str, column: str, why: str) -> SchemaMismatchError:
    return SchemaMismatchError(f"{table}.{column} {why}", table=table, column=column)
