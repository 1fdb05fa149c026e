"""Which entries does a bank on disk hold? A file, or a folder of files; bad lines are set aside and the rest goes on.

A file's bank is named by the file unless its lines name one. Formats: `bank_formats.py`. Left out: writing banks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seawall.errors import SeawallError
from seawall.index.bank_formats import FORMATS, Line, Reader, looks_like_tx, read_terms, read_tx
from seawall.index.bank_line import entry_of_record
from seawall.index.entry import BankEntry
from seawall.index.errors import BankFileError
from seawall.index.file_signals import BANKABLE_KINDS, entries_of_file
from seawall.signals import Tools
from seawall.signals.file_kind import HEAD_OCTETS, file_kind

__all__ = ["BankReading", "SetAside", "iter_bank", "read_bank", "read_banks"]

_MAX_LINE: Final = 1 << 20
_SHOWN: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A line that could not be used: where it stands, why, and how it begins. `line` is None for a whole file."""

    file: Path
    line: int | None
    reason: str
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReading:
    """What was read: the entries, and the lines that were set aside."""

    entries: tuple[BankEntry, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def read_banks(paths: list[Path] | tuple[Path, ...], *, tools: Tools | None = None) -> BankReading:
    """Read several banks; see `read_bank`."""
    readings = [read_bank(path, tools=tools) for path in paths]
    return BankReading(
        entries=tuple(entry for reading in readings for entry in reading.entries),
        set_aside=tuple(aside for reading in readings for aside in reading.set_aside),
    )


def read_bank(path: Path, *, tools: Tools | None = None) -> BankReading:
    """Read a bank file, or all bank files below a folder in the order of their names.

    Pictures, videos, recordings and documents in a folder are content of a bank that is named like the folder they lie
    in.

    Raises:
        BankFileError: there is no such file, it can't be read, or its ending names no bank format.
    """
    if path.is_dir():
        return _read_folder(path, tools)
    entries: list[BankEntry] = []
    aside: list[SetAside] = []
    for one in iter_bank(path):
        if isinstance(one, BankEntry):
            entries.append(one)
        else:
            aside.append(one)
    return BankReading(entries=tuple(entries), set_aside=tuple(sorted(aside, key=lambda one: one.line or 0)))


def iter_bank(path: Path) -> Iterator[BankEntry | SetAside]:
    """Stream what a bank file holds, line by line: a list of millions takes the memory of one.

    Raises:
        BankFileError: there is no such file, it can't be read, or its ending names no bank format.
    """
    if path.suffix.lower() not in FORMATS:
        raise BankFileError(f"{path} is no bank file: its name should end in {', '.join(FORMATS)}", file=path)
    aside: list[SetAside] = []
    lines = _Lines(path, aside)
    try:
        for number, record in _reader(path)(lines.read()):
            yield from aside
            aside.clear()
            yield _entry_or_reason(path, number, record)
    except OSError as error:
        raise BankFileError(f"{path} can't be read: {error.strerror}", file=path) from error
    yield from aside


def _entry_or_reason(path: Path, number: int, record: dict[str, str | None] | str) -> BankEntry | SetAside:
    if isinstance(record, str):
        return SetAside(file=path, line=number, reason=record)
    try:
        return entry_of_record(record, bank=path.stem)
    except SeawallError as error:
        shown = str(record.get("value") or "")[:_SHOWN]
        return SetAside(file=path, line=number, reason=error.message, written=shown)


def _read_folder(folder: Path, tools: Tools | None) -> BankReading:
    readings = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            is_list = path.suffix.lower() in FORMATS
            readings.append(read_bank(path) if is_list else _read_media(path, path.parent.name, tools))
    return BankReading(
        entries=tuple(entry for reading in readings for entry in reading.entries),
        set_aside=tuple(aside for reading in readings for aside in reading.set_aside),
    )


def _read_media(path: Path, bank: str, tools: Tools | None) -> BankReading:
    """Read a file that is content itself, as a piece of content in the bank."""
    with path.open("rb") as stream:
        kind = file_kind(stream.read(HEAD_OCTETS))
    if kind not in BANKABLE_KINDS:
        reason = f"not a bank file: its name ends in none of {', '.join(FORMATS)}, and it is no picture, video or PDF"
        return BankReading(set_aside=(SetAside(file=path, line=None, reason=reason),))
    entries, asides = entries_of_file(path, bank=bank, tools=tools)
    return BankReading(
        entries=entries, set_aside=tuple(SetAside(file=path, line=None, reason=reason) for reason in asides)
    )


def _reader(path: Path) -> Reader:
    reader = FORMATS[path.suffix.lower()]
    return read_tx if reader is read_terms and looks_like_tx(_Lines(path, []).read()) else reader


class _Lines:
    """The lines of a file; those that are no UTF-8, hold a null character or are too long are set aside."""

    def __init__(self, path: Path, aside: list[SetAside]) -> None:
        self._path = path
        self._aside = aside

    def read(self) -> Iterator[Line]:
        """Yield (line number, text) with line ends as written."""
        with self._path.open("rb") as stream:
            number = 0
            while octets := stream.readline(_MAX_LINE + 1):
                number += 1
                if len(octets) > _MAX_LINE:
                    self._set_aside(number, f"longer than {_MAX_LINE:,} octets", octets)
                    while octets and not octets.endswith(b"\n"):
                        octets = stream.readline(_MAX_LINE)
                    continue
                try:
                    text = octets.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    self._set_aside(number, f"not UTF-8 at octet {error.start + 1}", octets)
                    continue
                if "\0" in text:
                    self._set_aside(number, "holds a null character", octets)
                    continue
                yield number, text

    def _set_aside(self, number: int, reason: str, octets: bytes) -> None:
        shown = octets[:_SHOWN].decode("utf-8", "replace")
        self._aside.append(SetAside(file=self._path, line=number, reason=reason, written=shown))
