"""What value does a map's rule give each row? One rule and the raw columns become one typed Arrow column.

Absent is null: an empty text becomes null, and so does a negative count, which sources use for "unknown". A value that
doesn't fit its field (a follower count of "many") is a reason to reject its row. Works on whole columns; only values
that don't fit are looked at one by one.
"""

from __future__ import annotations

import string
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.intake.map_file import FieldRule
from seawall.intake.times import Reasons, TimeRules, read_times

__all__ = ["field_column"]


def field_column(
    rule: FieldRule, table: pa.Table, kind: pa.DataType, times: Callable[[FieldRule], TimeRules]
) -> tuple[pa.Array, Reasons]:
    """Return the column of `kind` that `rule` makes of `table`, and by place the reasons to reject rows."""
    raw = _raw_column(rule, table)
    if pa.types.is_timestamp(kind):
        return read_times(_absent_if_empty(raw), times(rule))
    if pa.types.is_list(kind):
        return _list_column(raw, rule), {}
    if pa.types.is_integer(kind):
        return _integers(raw, kind)
    if pa.types.is_fixed_size_binary(kind):
        return raw.cast(kind), {}
    return _text(_as_text(raw), rule), {}


def _raw_column(rule: FieldRule, table: pa.Table) -> pa.Array:
    if rule.constant is not None:
        return pa.repeat(rule.constant, table.num_rows)
    if rule.column is not None:
        column = table.column(rule.column).combine_chunks()
        return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    parts = []
    for literal, name, _, _ in string.Formatter().parse(rule.template or ""):
        if literal:
            parts.append(pa.scalar(literal))
        if name:
            parts.append(_absent_if_empty(_as_text(table.column(name).combine_chunks())))
    return pc.binary_join_element_wise(*parts, "")


def _as_text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_floating(kind):  # ids that a reader of mixed columns took for numbers: 12.0 means 12
        return pa.array([_number_text(value) for value in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _number_text(value: float | None) -> str | None:
    if value is None or value != value:  # NaN is how data frames write "absent"
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def _absent_if_empty(column: pa.Array) -> pa.Array:
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(pc.equal(column, ""), None, column)


def _text(column: pa.Array, rule: FieldRule) -> pa.Array:
    column = _absent_if_empty(column)
    if rule.pattern is not None:
        column = pc.struct_field(pc.extract_regex(column, pattern=_named(rule.pattern)), "found")
    if rule.values is not None:
        column = _translated(column, rule)
    if rule.default is not None:
        column = pc.fill_null(column, rule.default)
    return column


def _named(pattern: str) -> str:
    return pattern.replace("(", "(?P<found>", 1)


def _translated(column: pa.Array, rule: FieldRule) -> pa.Array:
    values = rule.values or {}
    encoded = column.dictionary_encode()
    other = values.get("*")
    words = [values.get(word, other if other is not None else word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _list_column(column: pa.Array, rule: FieldRule) -> pa.Array:
    kind = pa.list_(pa.string())
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return column.cast(kind)
    text = _absent_if_empty(_as_text(column))
    if rule.separator is not None:
        return pc.split_pattern(text, rule.separator).cast(kind)
    offsets = np.concatenate(
        [[0], np.cumsum(np.asarray(text.is_valid().to_numpy(zero_copy_only=False), dtype=np.int32))]
    )
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), text.drop_null())
    return pc.if_else(text.is_valid(), lists, pa.scalar(None, kind)) if text.null_count else lists


def _integers(column: pa.Array, kind: pa.DataType) -> tuple[pa.Array, Reasons]:
    column = _absent_if_empty(column)
    try:
        numbers, reasons = column.cast(kind), Reasons()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        numbers, reasons = _integers_one_by_one(column, kind)
    return pc.if_else(pc.less(numbers, 0), None, numbers), reasons


def _integers_one_by_one(column: pa.Array, kind: pa.DataType) -> tuple[pa.Array, Reasons]:
    values: list[int | None] = []
    reasons: Reasons = {}
    bound = 1 << (kind.bit_width - 1)
    for place, value in enumerate(column.to_pylist()):
        number = _whole(value)
        if value is not None and value == value and (number is None or abs(number) >= bound):
            reasons[place] = f"{str(value)[:60]!r} is no whole number"
            number = None
        values.append(number)
    return pa.array(values, kind), reasons


def _whole(value: object) -> int | None:
    written = str(value).strip()
    if "_" in written:  # Python reads 1_000 as a number, people don't
        return None
    try:
        return int(written)
    except ValueError:
        pass
    try:
        number = float(written)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None
