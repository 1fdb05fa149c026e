"""When was this? Columns of times, as files have them, become instants in UTC.

Understood: Arrow timestamps and dates, ISO 8601, strptime formats that the map names, numbers since 1970. A time that
names no zone is in the map's zone. Where a local time happened twice (clocks set back), the first is taken; where it
never happened (clocks set forward), the row is rejected, as is a date that no calendar has (30 February), one before
the map's `earliest` and one more than two days ahead of now. Zones come from Python's `zoneinfo`, so no system files
are needed. Left out: leap seconds, calendars other than the Gregorian.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.schemas import TIME

__all__ = ["AHEAD", "TimeRules", "parse_moment", "read_times"]

AHEAD: Final = timedelta(days=2)
"""Clocks of sources run ahead; more than this is no clock error but a wrong date."""

_LOCAL: Final = pa.timestamp("us")
_SLOT_US: Final = 15 * 60 * 1_000_000
_UNITS: Final = {"s": 1_000_000, "ms": 1_000, "us": 1}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_NAIVE_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 (counts local microseconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """How to read times: the zone of naive ones, the first and last instant believed, formats, unit of numbers."""

    zone: ZoneInfo
    earliest: datetime
    now: datetime
    formats: tuple[str, ...] = ()
    unit: str | None = None


Reasons = dict[int, str]


def read_times(column: pa.Array, rules: TimeRules) -> tuple[pa.Array, Reasons]:
    """Return the instants (null where there is none) and, by place, why a value is no time."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return _bounded(column.cast(TIME, safe=False), column, rules, {})
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _localised(column.cast(_LOCAL, safe=False), column, rules, {})
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _numbers(column, rules)
    if pa.types.is_null(kind):
        return pa.nulls(len(column), TIME), {}
    text = column.cast(pa.string())
    try:
        return _localised(pc.cast(text, _LOCAL), column, rules, {})
    except pa.ArrowInvalid:
        pass
    try:
        return _bounded(pc.cast(text, TIME), column, rules, {})
    except pa.ArrowInvalid:
        return _one_by_one(text, rules)


def parse_moment(written: str, rules: TimeRules) -> datetime | str:
    """Return the instant that is written, or why there is none; bounds are not checked here."""
    if rules.unit is not None and _NUMBER.fullmatch(written.strip()):  # first: ISO 8601 has forms of digits alone
        try:
            return _EPOCH + timedelta(microseconds=float(written) * _UNITS[rules.unit])
        except OverflowError:
            return f"{written[:60]!r} is no date and time"
    for parse in _parsers(rules.formats):
        try:
            moment = parse(written.strip())
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        instant = moment.replace(tzinfo=rules.zone).astimezone(UTC)
        if instant.astimezone(rules.zone).replace(tzinfo=None) != moment:
            return f"{written} never happened in {rules.zone.key}: the clocks were set forward"
        return instant
    return f"{written[:60]!r} is no date and time"


def _parsers(formats: Sequence[str]) -> list[Callable[[str], datetime]]:
    return [datetime.fromisoformat, *(partial(_with_format, form) for form in formats)]


def _with_format(form: str, text: str) -> datetime:
    return datetime.strptime(text, form)  # noqa: DTZ007 (the caller sees to the zone)


def _one_by_one(text: pa.Array, rules: TimeRules) -> tuple[pa.Array, Reasons]:
    encoded = text.dictionary_encode()
    parsed = [parse_moment(written, rules) for written in encoded.dictionary.to_pylist()]
    instants = pa.array([None if isinstance(one, str) else one for one in parsed], TIME).take(encoded.indices)
    wrong = {code for code, one in enumerate(parsed) if isinstance(one, str)}
    reasons: Reasons = {}
    if wrong:
        for place, code in enumerate(encoded.indices.to_pylist()):
            if code in wrong:
                reasons[place] = str(parsed[code])
    return _bounded(instants, text, rules, reasons)


def _numbers(column: pa.Array, rules: TimeRules) -> tuple[pa.Array, Reasons]:
    if rules.unit is None:
        reason = "a number is no time unless the map names its unit"
        return pa.nulls(len(column), TIME), dict.fromkeys(_valid_places(column), reason)
    scaled = pc.multiply(column.cast(pa.float64(), safe=False), float(_UNITS[rules.unit]))
    sane = pc.less(pc.abs(scaled), 9e18)
    instants = pc.if_else(sane, scaled, None).cast(pa.int64(), safe=False).cast(TIME)
    insane = pc.fill_null(pc.invert(sane), fill_value=False)
    reasons = {
        place: f"{column[place].as_py()} is no date and time" for place in np.flatnonzero(_flags(insane)).tolist()
    }
    return _bounded(instants, column, rules, reasons)


def _localised(local: pa.Array, written: pa.Array, rules: TimeRules, reasons: Reasons) -> tuple[pa.Array, Reasons]:
    if rules.zone.key == "UTC" or local.null_count == len(local):
        return _bounded(local.cast(TIME), written, rules, reasons)
    micros = pc.fill_null(local.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    instants = micros - _offsets(micros, rules.zone, from_utc=False)
    back = instants + _offsets(instants, rules.zone, from_utc=True)
    array = pc.if_else(local.is_valid(), pa.array(instants, pa.int64()).cast(TIME), None)
    for place in np.flatnonzero((back != micros) & _flags(local.is_valid())).tolist():
        reasons[place] = f"{written[place].as_py()} never happened in {rules.zone.key}: the clocks were set forward"
    return _bounded(array, written, rules, reasons)


def _offsets(micros: npt.NDArray[np.int64], zone: ZoneInfo, *, from_utc: bool) -> npt.NDArray[np.int64]:
    """Return each time's offset from UTC in microseconds; zones change only on quarters of an hour."""
    slots, inverse = np.unique(micros // _SLOT_US, return_inverse=True)
    offsets = np.zeros(len(slots), dtype=np.int64)
    for place, slot in enumerate(slots.tolist()):
        try:
            begin = timedelta(microseconds=slot * _SLOT_US)
            moment = (_EPOCH + begin).astimezone(zone) if from_utc else (_NAIVE_EPOCH + begin).replace(tzinfo=zone)
            offset = moment.utcoffset() or timedelta()
        except OverflowError:  # beyond the years 1–9999: the bounds reject it
            offset = timedelta()
        offsets[place] = round(offset.total_seconds() * 1_000_000)
    return offsets[inverse]


def _bounded(instants: pa.Array, written: pa.Array, rules: TimeRules, reasons: Reasons) -> tuple[pa.Array, Reasons]:
    latest = rules.now + AHEAD
    early = pc.fill_null(pc.less(instants, pa.scalar(rules.earliest, TIME)), fill_value=False)
    late = pc.fill_null(pc.greater(instants, pa.scalar(latest, TIME)), fill_value=False)
    for flags, why in ((early, f"is before {rules.earliest:%Y-%m-%d}"), (late, f"is after {latest:%Y-%m-%d}")):
        for place in np.flatnonzero(_flags(flags)).tolist():
            reasons.setdefault(place, f"{_show(written[place])} {why}")
    return pc.if_else(pc.or_(early, late), None, instants), reasons


def _show(value: Any) -> str:
    try:
        return str(value.as_py())
    except (ValueError, OverflowError):
        return str(value.value)


def _flags(mask: Any) -> npt.NDArray[np.bool_]:
    flags: npt.NDArray[np.bool_] = np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)
    return flags


def _valid_places(column: pa.Array) -> list[int]:
    return [int(place) for place in np.flatnonzero(_flags(column.is_valid()))]
