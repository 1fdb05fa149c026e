"""What does this map say? A map is a small TOML file: which column of a file is which field of which table.

Shipped maps lie in `maps/`; anybody can write one (docs/intake.md says how) and name its path. A map is checked whole
when it is loaded: unknown tables, fields, kinds and time zones are errors, so a misspelt field never becomes silence.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import pyarrow as pa

from seawall.corpus.schemas import INTERACTION_KINDS, POST_KINDS, PROVENANCE, TABLES
from seawall.intake.errors import MapError
from seawall.intake.readers.csv_rows import CsvOptions

__all__ = ["MAPPED_TABLES", "ColumnMap", "CsvDialect", "FieldRule", "InteractionRule", "load_map", "shipped_maps"]

TableName = Literal["posts", "accounts", "channels", "media"]
MAPPED_TABLES: Final[tuple[TableName, ...]] = ("posts", "accounts", "channels", "media")


class FieldRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one field comes from: a `column`, a `template` of columns or a `constant`, and what is done to it.

    `pattern` keeps the first group of a regular expression (RE2); `values` translates; `default` stands where there is
    no value; `formats` are strptime formats of times besides ISO 8601; `unit` says that a time is a number of `s`, `ms`
    or `us` since 1970; `separator` splits a list.
    """

    column: str | None = None
    template: str | None = None
    constant: str | None = None
    pattern: str | None = None
    values: dict[str, str] | None = None
    default: str | None = None
    formats: tuple[str, ...] = ()
    unit: Literal["s", "ms", "us"] | None = None
    separator: str | None = None

    def columns(self) -> Iterator[str]:
        """Name the columns that this rule reads."""
        if self.column is not None:
            yield self.column
        if self.template is not None:
            yield from (name for _, name, _, _ in string.Formatter().parse(self.template) if name)


class InteractionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An interaction that columns state: its kind and where its target comes from; no target, no interaction."""

    kind: str
    target: FieldRule


class CsvDialect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the CSV files of this map are written."""

    delimiter: str | None = None
    quote: str = '"'
    escape: str | None = None
    encoding: str = "utf-8"


class ColumnMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole map. One row of the file is one row of `table`; other tables are told besides.

    `platform` is the constant platform where no field says it. `time_zone` is the zone of times that name none.
    `earliest` is the first day that is believed. `recognise` lists columns that show that a file is of this kind.
    `profiles = "day"` keeps one profile snapshot of an account and day. `text_kinds` are the interactions that are read
    out of the text.
    """

    name: str
    title: str
    table: TableName
    platform: str | None = None
    source: str | None = None
    time_zone: str = "UTC"
    earliest: date = date(1990, 1, 1)
    recognise: tuple[str, ...] = ()
    text_kinds: tuple[str, ...] = ("mentioned", "linked", "tagged")
    profiles: Literal["row", "day"] = "row"
    csv: CsvDialect = CsvDialect()
    posts: dict[str, str | FieldRule] = {}
    accounts: dict[str, str | FieldRule] = {}
    channels: dict[str, str | FieldRule] = {}
    media: dict[str, str | FieldRule] = {}
    interactions: tuple[InteractionRule, ...] = ()

    def csv_options(self) -> CsvOptions:
        """Return how to read the CSV files of this map."""
        return CsvOptions(
            delimiter=self.csv.delimiter, quote=self.csv.quote, escape=self.csv.escape, encoding=self.csv.encoding
        )

    def fields(self, table: str) -> dict[str, FieldRule]:
        """Return the rules of one table; a bare column name is a rule of that column, the platform stands for all."""
        written: Mapping[str, str | FieldRule] = getattr(self, table)
        rules = {name: FieldRule(column=rule) if isinstance(rule, str) else rule for name, rule in written.items()}
        if rules and "platform" not in rules and self.platform is not None:
            rules = {"platform": FieldRule(constant=self.platform), **rules}
        if table == "posts" and rules and "kind" not in rules:
            rules["kind"] = FieldRule(constant="post")
        return rules

    def tables(self) -> tuple[TableName, ...]:
        """Name the tables that this map fills, the primary one first."""
        return (self.table, *(table for table in MAPPED_TABLES if table != self.table and getattr(self, table)))

    def columns(self) -> tuple[str, ...]:
        """Name every column that this map reads, once."""
        rules = [rule for table in self.tables() for rule in self.fields(table).values()]
        rules += [rule.target for rule in self.interactions]
        return tuple(dict.fromkeys(column for rule in rules for column in rule.columns()))


def load_map(path: Path) -> ColumnMap:
    """Read and check a map file; raises `MapError` naming what is wrong."""
    try:
        written = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MapError(f"{path}: can't be read: {error}", path=path) from error
    return _parse(written, path.name)


@cache
def shipped_maps() -> Mapping[str, ColumnMap]:
    """Return the maps that come with Seawall, by name."""
    maps = [
        _parse(file.read_text("utf-8"), file.name)
        for file in sorted(files("seawall.intake").joinpath("maps").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    return {one.name: one for one in maps}


def _parse(written: str, where: str) -> ColumnMap:
    try:
        parsed = msgspec.convert(tomllib.loads(written), ColumnMap)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MapError(f"{where}: {error}") from error
    for problem in _problems(parsed):
        raise MapError(f"{where}: {problem}")
    return parsed


def _problems(checked: ColumnMap) -> Iterator[str]:
    try:
        ZoneInfo(checked.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"there is no time zone {checked.time_zone!r}"
    if not checked.fields(checked.table):
        yield f"one row is one row of {checked.table!r}, but there is no [{checked.table}]"
    if checked.interactions and checked.table != "posts":
        yield "[[interactions]] need a map of posts"
    for table in checked.tables():
        yield from _table_problems(checked, table)
    for kind in (*checked.text_kinds, *(rule.kind for rule in checked.interactions)):
        if kind not in INTERACTION_KINDS:
            yield f"{kind!r} is no kind of interaction; there are: {', '.join(INTERACTION_KINDS)}"


def _table_problems(checked: ColumnMap, table: str) -> Iterator[str]:
    schema: pa.Schema = TABLES[table]
    provenance = {field.name for field in PROVENANCE}
    known = [name for name in schema.names if name not in provenance]
    rules = checked.fields(table)
    for name, rule in rules.items():
        if name not in known:
            yield f"[{table}] has no field {name!r}; it has: {', '.join(known)}"
        if sum(one is not None for one in (rule.column, rule.template, rule.constant)) != 1:
            yield f"[{table}] {name}: give one of column, template and constant"
        yield from (f"[{table}] {name}: {problem}" for problem in _rule_problems(rule))
    for name in known:
        if not schema.field(name).nullable and name not in rules:
            yield f"[{table}] must say where {name!r} comes from"
    kind = rules.get("kind")
    if table == "posts" and kind is not None:
        for value in (kind.constant, kind.default, *(kind.values or {}).values()):
            if value is not None and value not in POST_KINDS:
                yield f"[posts] kind: {value!r} is no kind of post; there are: {', '.join(POST_KINDS)}"


def _rule_problems(rule: FieldRule) -> Iterator[str]:
    if rule.pattern is not None:
        try:
            groups = re.compile(rule.pattern).groups
        except re.error as error:
            yield f"the pattern can't be read: {error}"
        else:
            if groups == 0:
                yield "the pattern has no group, so nothing would be kept"
    if rule.template is not None:
        try:
            names = list(rule.columns())
        except ValueError as error:
            yield f"the template can't be read: {error}"
        else:
            if not names:
                yield "the template names no column; use constant"
