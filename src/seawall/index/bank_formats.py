"""How are bank files written? Four formats, each a function from decoded lines to records with their line numbers.

`.txt` one term a line ("# " begins a remark) · `.jsonl`/`.ndjson` one bank line a line · `.csv` with a header of bank
fields · `tx` local_file, `signal_type value` a line, in `.tx` files and in `.txt` files of which every line is one.
A record that can't be read is yielded as the reason why. Left out: whether a value is valid.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec

from seawall.index.bank_line import TX_NAMES
from seawall.signals import SIGNAL_TYPES

__all__ = ["FORMATS", "Line", "Reader", "Reading", "looks_like_tx"]

Line: TypeAlias = tuple[int, str]
Reading: TypeAlias = tuple[int, dict[str, str | None] | str]
"""(line number, record), or (line number, reason)."""

Reader: TypeAlias = Callable[[Iterable[Line]], Iterator[Reading]]

_REMARK: Final = "# "
_TX_FOREIGN: Final = frozenset({"pdq_ocr", "trend_query", "url_md5", "text_tlsh"})
_TX_SAMPLE: Final = 50


def read_terms(lines: Iterable[Line]) -> Iterator[Reading]:
    """Read a list of terms."""
    for number, line in lines:
        term = line.strip()
        if term and not term.startswith(_REMARK) and term != "#":
            yield number, {"signal_type": "term", "value": term}


def read_json_lines(lines: Iterable[Line]) -> Iterator[Reading]:
    """Read a bank line a line; a value that is not text, a whole number or null is refused."""
    decoder = msgspec.json.Decoder(dict[str, str | int | None])
    for number, line in lines:
        if line.strip():
            try:
                yield number, _texts(decoder.decode(line))
            except (msgspec.MsgspecError, UnicodeEncodeError) as error:
                yield number, f"not a bank line in JSON: {error}"


def _texts(record: dict[str, str | int | None]) -> dict[str, str | None] | str:
    """Return a record with its numbers as text; only a limit is a number."""
    written: dict[str, str | None] = {}
    for name, value in record.items():
        if value is not None and not isinstance(value, str):
            if name != "limit" or isinstance(value, bool):
                return f"not a bank line in JSON: the field {name[:80]!r} is no text"
            written[name] = str(value)
        else:
            written[name] = value
    return written


def read_csv(lines: Iterable[Line]) -> Iterator[Reading]:
    """Read a table whose first row names bank fields."""
    last = 0

    def texts() -> Iterator[str]:
        nonlocal last
        for number, line in lines:
            last = number
            yield line

    rows = csv.reader(texts(), strict=True)
    header: list[str] | None = None
    while True:
        begun = last + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield begun, f"not a row of a CSV table: {error}"
            continue
        if header is None:
            header = [name.strip().lower() for name in row]
        elif row:
            if len(row) == len(header):
                yield begun, {name: value or None for name, value in zip(header, row, strict=True)}
            else:
                yield begun, f"{len(row)} fields where the header has {len(header)}"


def read_tx(lines: Iterable[Line]) -> Iterator[Reading]:
    """Read the `local_file` format of python-threatexchange."""
    for number, line in lines:
        if line.strip():
            signal_type, _, value = line.strip().partition(" ")
            if signal_type in _TX_FOREIGN and signal_type not in SIGNAL_TYPES:
                yield number, f"signals of type {signal_type!r} are not compared here"
            else:
                yield number, {"signal_type": signal_type, "value": value.strip() or None}


def looks_like_tx(lines: Iterable[Line]) -> bool:
    """Say whether the first lines all begin with a signal name that `tx` knows, and go on."""
    names = _TX_FOREIGN | set(TX_NAMES) | set(SIGNAL_TYPES)
    first = [line.split(maxsplit=1) for _, line in islice(lines, _TX_SAMPLE) if line.strip()]
    return bool(first) and all(len(parts) > 1 and parts[0] in names for parts in first)


FORMATS: Final = MappingProxyType[str, Reader](
    {".txt": read_terms, ".jsonl": read_json_lines, ".ndjson": read_json_lines, ".csv": read_csv, ".tx": read_tx}
)
"""File ending → reader."""
