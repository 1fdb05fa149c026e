"""What does one record of a structured format tell? One primary observation, and what stands around it.

Formats (`formats/`) turn records into `Observed`; this module gathers them into chunks. A record that can't be used
raises `UnfitRecordError` with the reason, and becomes a reject. Left out: reading the file (`record_files.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from seawall.intake.field_interactions import Told, interactions_of_posts
from seawall.intake.mapping import observation_schema
from seawall.intake.rows import Chunk, Reject, bounded_raw
from seawall.intake.times import AHEAD, TimeRules, parse_moment
from seawall.signals.url import canonical_url

__all__ = ["Gatherer", "Observed", "UnfitRecordError", "moment_of"]

_BESIDES: Final = ("accounts", "channels", "media")
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)


class UnfitRecordError(Exception):
    """This record is no observation that Seawall keeps; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One record: `values` is a row of `table`; for a post, `interactions` are (kind, target) that its fields state."""

    values: Mapping[str, Any]
    table: str = "posts"
    accounts: tuple[Mapping[str, Any], ...] = ()
    channels: tuple[Mapping[str, Any], ...] = ()
    media: tuple[Mapping[str, Any], ...] = ()
    interactions: tuple[tuple[str, str], ...] = ()


def moment_of(
    written: object, now: datetime, *, zone: ZoneInfo | None = None, unit: str | None = None
) -> datetime | None:
    """Return the instant that a record states; None where it states none.

    Raises:
        UnfitRecordError: it is no date, before 1990, or more than two days ahead of `now`.
    """
    if written is None or written == "":
        return None
    rules = TimeRules(zone=zone or ZoneInfo("UTC"), earliest=_EARLIEST, now=now, unit=unit)
    moment = parse_moment(str(written), rules)
    if isinstance(moment, str):
        raise UnfitRecordError(moment)
    if not _EARLIEST <= moment <= now + AHEAD:
        raise UnfitRecordError(f"{written} is {'before' if moment < _EARLIEST else 'after'} any date that is believed")
    return moment


@dataclass(slots=True, kw_only=True)
class Gatherer:
    """Gathers records into chunks: one chunk for each primary table among them, posts last.

    `begins_after` is the row before the first gathered one. A chunk that is not the last of its rows says in
    `resume_at["past"]` which tables of these rows are already stored; handed in again as `past`, they are left out.
    """

    text_kinds: tuple[str, ...]
    begins_after: int
    past: tuple[str, ...] = ()
    observed: list[Observed] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, observed: Observed) -> None:
        """Take one record."""
        self.observed.append(observed)

    def reject(self, row: int, reason: str, raw: bytes) -> None:
        """Put one record aside."""
        self.rejects.append(Reject(row=row, reason=reason, raw=bounded_raw(raw)))

    def __len__(self) -> int:
        return len(self.observed) + len(self.rejects)

    def chunks(self, last_row: int) -> Iterator[Chunk]:
        """Give the chunks of the rows up to `last_row`."""
        others = sorted({one.table for one in self.observed} - {"posts"})
        past = self.past
        for table in others:
            if table not in past:
                past = (*past, table)
                yield self._chunk(table, (), {"row": self.begins_after, "past": list(past)})
        yield self._chunk("posts", tuple(self.rejects), {"row": last_row})

    def _chunk(self, primary: str, rejects: tuple[Reject, ...], resume_at: Mapping[str, Any]) -> Chunk:
        chosen = [one for one in self.observed if one.table == primary]
        tables = {primary: _table(primary, [one.values for one in chosen])}
        owners: dict[str, pa.Int64Array] = {}
        for name in _BESIDES:
            if name == primary:
                continue
            rows = [(place, row) for place, one in enumerate(chosen) for row in getattr(one, name)]
            if name == "media":
                owners[name] = pa.array([place for place, _ in rows], pa.int64())
                tables[name] = _table(name, [row for _, row in rows])
            else:
                tables[name] = _table(name, _distinct([row for _, row in rows]))
        if primary == "posts":
            tables["interactions"], owners["interactions"] = interactions_of_posts(
                tables["posts"], text_kinds=self.text_kinds, told=_told(chosen)
            )
        return Chunk(primary=primary, tables=tables, owners=owners, rejects=rejects, resume_at=resume_at)


def _told(chosen: list[Observed]) -> list[Told]:
    by_kind: dict[str, tuple[list[int], list[str]]] = {}
    for place, one in enumerate(chosen):
        for kind, stated in one.interactions:
            target = canonical_url(stated) if kind == "linked" else stated
            if target:
                places, targets = by_kind.setdefault(kind, ([], []))
                places.append(place)
                targets.append(target)
    return [(kind, places, targets) for kind, (places, targets) in by_kind.items()]


def _distinct(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({tuple(row.items()): row for row in rows}.values())


def _table(name: str, rows: list[Mapping[str, Any]]) -> pa.Table:
    schema = observation_schema(name)
    return pa.table([pa.array([row.get(field.name) for row in rows], field.type) for field in schema], schema=schema)
