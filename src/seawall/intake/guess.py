"""Which map or format fits this file? A guess with its reason, or an error that lists the candidates.

Seawall's own columns come first, then structured formats (known by the keys of their records), then maps (known by the
columns that they list under `recognise`). Of two maps that fit, the one that asks for more columns wins if it asks for
all of the other's too; anything else is ambiguous, and the person must say `--map`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seawall.intake.errors import AmbiguousFormatError, MapColumnError, UnknownFormatError
from seawall.intake.formats import RECORD_FORMATS
from seawall.intake.map_file import ColumnMap, load_map, shipped_maps
from seawall.intake.native import NATIVE, native_map, native_table
from seawall.intake.record_files import RecordFormat, is_whole_record
from seawall.intake.sample import Sample, take_sample

__all__ = ["Guess", "guess_file", "known_names"]

_NAMED: Final = "you named it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How a file will be read: by which map or format, and why."""

    sample: Sample
    name: str
    why: str
    column_map: ColumnMap | None = None
    record_format: RecordFormat | None = None
    whole: bool = False


def known_names() -> tuple[str, ...]:
    """Return the names that `--map` takes, besides paths of map files."""
    return (NATIVE, *RECORD_FORMATS, *shipped_maps())


def guess_file(path: Path, map_name: str | None = None) -> Guess:
    """Look at `path` and say how to read it; `map_name` (a known name or a map's path) overrides the guess.

    Raises:
        UnknownFormatError, AmbiguousFormatError, EmptyInputError, MapError, MapColumnError: see there.
    """
    column_map = _map_named(map_name) if map_name is not None else None
    sample = take_sample(path, _all_places(), column_map.csv_options() if column_map else None)
    if map_name is None:
        chosen = _guessed(sample)
    elif column_map is not None:
        chosen = Guess(sample=sample, name=column_map.name, why=_NAMED, column_map=column_map)
    else:
        chosen = _named(sample, map_name)
    if chosen.column_map is not None:
        _require_columns(sample, chosen.column_map)
    return chosen


def _map_named(map_name: str) -> ColumnMap | None:
    """Return the map of this name or path; None for Seawall's own columns and for structured formats."""
    if map_name == NATIVE or map_name in RECORD_FORMATS:
        return None
    shipped = shipped_maps().get(map_name)
    if shipped is None and (map_name.endswith(".toml") or Path(map_name).is_file()):
        return load_map(Path(map_name))
    if shipped is None:
        raise UnknownFormatError(
            f"no map named {map_name!r}; there are {', '.join(known_names())}, or the path of a map file (.toml)"
        )
    return shipped


def _all_places() -> frozenset[str]:
    return frozenset().union(*(one.PLACES for one in RECORD_FORMATS.values()))


def _named(sample: Sample, map_name: str) -> Guess:
    if map_name in RECORD_FORMATS:
        if sample.layout not in ("json", "jsonl"):
            raise UnknownFormatError(f"{sample.path.name} is {sample.layout}, and {map_name} is JSON", path=sample.path)
        return _by_format(sample, RECORD_FORMATS[map_name], _NAMED)
    table = native_table(sample.columns)
    if table is None:
        raise MapColumnError(
            f"{sample.path.name} has no table of Seawall's own; it has the columns: {', '.join(sample.columns)}",
            columns=sample.columns,
        )
    return Guess(sample=sample, name=NATIVE, why=_NAMED, column_map=native_map(table, sample.columns))


def _guessed(sample: Sample) -> Guess:
    candidates = _candidates(sample)
    if not candidates:
        raise UnknownFormatError(
            f"{sample.path.name} is {sample.layout}, but no map or format fits it; it has: "
            f"{', '.join(sample.columns) or 'nothing'}. Known are {', '.join(known_names())}; "
            "docs/intake.md says how to write a map",
            path=sample.path,
            columns=sample.columns,
        )
    best = _most_particular(candidates)
    if len(best) > 1:
        raise AmbiguousFormatError(
            f"{sample.path.name} may be "
            + ", or ".join(f"{one.name} ({one.why})" for one in best)
            + "; say which: --map",
            candidates=tuple(one.name for one in best),
        )
    return best[0]


def _candidates(sample: Sample) -> list[Guess]:
    found: list[Guess] = []
    if sample.layout in ("json", "jsonl"):
        for record_format in RECORD_FORMATS.values():
            why = record_format.recognise(frozenset(sample.columns), sample.record)
            if why is not None:
                found.append(_by_format(sample, record_format, why))
    if found or sample.layout == "json":
        return found
    table = native_table(sample.columns)
    if table is not None:
        why = f"its columns are those of Seawall's own {table}"
        return [Guess(sample=sample, name=NATIVE, why=why, column_map=native_map(table, sample.columns))]
    for column_map in shipped_maps().values():
        if column_map.recognise and set(column_map.recognise) <= set(sample.columns):
            why = f"it has the columns {', '.join(column_map.recognise)}"
            found.append(Guess(sample=sample, name=column_map.name, why=why, column_map=column_map))
    return found


def _by_format(sample: Sample, record_format: RecordFormat, why: str) -> Guess:
    whole = (
        sample.layout == "json" and bool(sample.columns) and is_whole_record(record_format, frozenset(sample.columns))
    )
    return Guess(sample=sample, name=record_format.NAME, why=why, record_format=record_format, whole=whole)


def _most_particular(candidates: list[Guess]) -> list[Guess]:
    def asked(one: Guess) -> frozenset[str]:
        return frozenset(one.column_map.recognise) if one.column_map else frozenset()

    return [one for one in candidates if not any(asked(one) < asked(other) for other in candidates)]


def _require_columns(sample: Sample, column_map: ColumnMap) -> None:
    if sample.layout == "json":
        raise UnknownFormatError(f"{sample.path.name} is one JSON document, and maps need rows", path=sample.path)
    if sample.layout == "jsonl":
        return  # any row may have the key: the reader checks
    missing = [name for name in column_map.columns() if name not in sample.columns]
    if missing:
        raise MapColumnError(
            f"{sample.path.name}: the map {column_map.name} names the column {missing[0]!r}, which the file lacks; "
            f"it has: {', '.join(sample.columns)}",
            column=missing[0],
            columns=sample.columns,
        )
