"""What do raw rows become under a map? One row of the primary table each, or a reject; and what they tell besides.

Values that don't fit, missing required fields, unknown kinds and impossible times reject a row, with the field's name
in the reason. Tables besides the primary one (the profiles seen beside posts) leave out rows that lack a required
field and hold each row once. Left out: reading files (`readers/`), keys and storing (`import_job.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.schemas import POST_KINDS, PROVENANCE, TABLES
from seawall.intake.field_interactions import Told, interactions_of_posts
from seawall.intake.field_values import field_column
from seawall.intake.map_file import ColumnMap, FieldRule
from seawall.intake.rows import Chunk, RawChunk, Reject, bounded_raw
from seawall.intake.times import Reasons, TimeRules

__all__ = ["Mapper", "observation_schema"]

_KINDS = pa.array(POST_KINDS)


def observation_schema(table: str) -> pa.Schema:
    """Return a corpus table's schema without key and provenance: what intake fills."""
    provenance = {field.name for field in PROVENANCE}
    return pa.schema([field for field in TABLES[table] if field.name not in provenance])


class Mapper:
    """Applies one map; `now` bounds the times that are believed."""

    def __init__(self, column_map: ColumnMap, now: datetime) -> None:
        """Prepare the rules of `column_map`."""
        self._map = column_map
        self._zone = ZoneInfo(column_map.time_zone)
        self._earliest = datetime.combine(column_map.earliest, time(), UTC)
        self._now = now

    def apply(self, raw: RawChunk) -> Chunk:
        """Return the observations of these rows."""
        primary = self._map.table
        reasons: Reasons = {}
        tables: dict[str, pa.Table] = {name: self._columns(name, raw.table, reasons) for name in self._map.tables()}
        _check_primary(primary, tables[primary], reasons)
        rejects = (*raw.rejects, *self._rejects(raw, reasons))
        told = raw.table
        if reasons:
            good = pa.array([place for place in range(raw.table.num_rows) if place not in reasons], pa.int64())
            tables = {name: table.take(good) for name, table in tables.items()}
            told = raw.table.take(good)
        owners: dict[str, pa.Int64Array] = {}
        for name in self._map.tables()[1:]:
            tables[name], places = self._besides(name, tables[name])
            if name == "media":
                owners[name] = places
        if primary == "posts":
            tables["interactions"], owners["interactions"] = interactions_of_posts(
                tables["posts"], text_kinds=self._map.text_kinds, told=self._stated(told)
            )
        rejects = tuple(sorted(rejects, key=lambda reject: reject.row))
        return Chunk(primary=primary, tables=tables, owners=owners, rejects=rejects, resume_at={"row": raw.last_row})

    def _columns(self, name: str, raw: pa.Table, reasons: Reasons) -> pa.Table:
        rules, schema = self._map.fields(name), observation_schema(name)
        arrays = []
        for field in schema:
            if field.name not in rules:
                arrays.append(pa.nulls(raw.num_rows, field.type))
                continue
            column, wrong = field_column(rules[field.name], raw, field.type, self._time_rules)
            arrays.append(column)
            for place, reason in wrong.items():
                reasons.setdefault(place, f"{field.name}: {reason}")
        return pa.table(arrays, names=schema.names)

    def _time_rules(self, rule: FieldRule) -> TimeRules:
        return TimeRules(zone=self._zone, earliest=self._earliest, now=self._now, formats=rule.formats, unit=rule.unit)

    def _rejects(self, raw: RawChunk, reasons: Reasons) -> Iterator[Reject]:
        for place, reason in reasons.items():
            row = raw.table.slice(place, 1).to_pylist()[0]
            yield Reject(row=raw.numbers[place].as_py(), reason=reason, raw=bounded_raw(row))

    def _besides(self, name: str, table: pa.Table) -> tuple[pa.Table, pa.Int64Array]:
        required = [field.name for field in observation_schema(name) if not field.nullable]
        mask = pc.and_(table.column(required[0]).is_valid(), table.column(required[-1]).is_valid())
        places = pc.indices_nonzero(mask).cast(pa.int64())
        if name == "media":
            return table.take(places), places
        kept = table.take(places)
        if name == "accounts" and self._map.profiles == "day":
            return kept.take(_last_of_each_day(kept)), places
        return kept.group_by(kept.column_names, use_threads=False).aggregate([]), places

    def _stated(self, raw: pa.Table) -> Iterator[Told]:
        for rule in self._map.interactions:
            column, _ = field_column(rule.target, raw, pa.string(), self._time_rules)
            places = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
            yield rule.kind, places.tolist(), column.drop_null().to_pylist()


def _check_primary(name: str, table: pa.Table, reasons: Reasons) -> None:
    for field in observation_schema(name):
        column = table.column(field.name)
        if not field.nullable and column.null_count:
            for place in np.flatnonzero(column.is_null().to_numpy()).tolist():
                reasons.setdefault(place, f"{field.name} is missing")
    if name == "posts":
        unknown = pc.invert(pc.is_in(table.column("kind"), value_set=_KINDS))
        for place in np.flatnonzero(unknown.to_numpy()).tolist():
            reasons.setdefault(
                place, f"kind: {table.column('kind')[place].as_py()!r} is none of {', '.join(POST_KINDS)}"
            )


def _last_of_each_day(accounts: pa.Table) -> pa.Int64Array:
    """Return the places of the last row of each account and UTC day; rows without a time count as one day."""
    codes = accounts.column("account_id").combine_chunks().dictionary_encode().indices.to_numpy()
    micros = accounts.column("observed_at").combine_chunks().cast(pa.int64()).fill_null(0).to_numpy()
    days = micros // 86_400_000_000
    order = np.lexsort((micros, days, codes))
    last = np.ones(len(order), dtype=bool)
    if len(order):
        last[:-1] = (codes[order][1:] != codes[order][:-1]) | (days[order][1:] != days[order][:-1])
    return pa.array(np.sort(order[last]), pa.int64())
