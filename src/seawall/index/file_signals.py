"""Which signals does a file give for a bank? One value of every signal type that is taken from files or their digests.

Only what the file is as a whole goes into a bank: variants that a look-up tries (mirrored, trimmed) and the pictures
inside a document do not, or the letterhead of a document would be known content. Long texts that stand in it become
texts of their own. What can't be read is named, never raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seawall.digests import digest_stream
from seawall.errors import SeawallError
from seawall.index.entry import BankEntry, make_entry
from seawall.signals import (
    SIGNAL_TYPES,
    ContentKind,
    FileContent,
    FileKind,
    MediaContent,
    OpenedFile,
    SignalColumn,
    Tools,
    normalise,
)

__all__ = ["BANKABLE_KINDS", "FileSignals", "entries_of_file", "signals_of_file"]

BANKABLE_KINDS: Final = frozenset({FileKind.PICTURE, FileKind.VIDEO, FileKind.SOUND, FileKind.DOCUMENT})
"""The kinds of file that are a piece of content by themselves."""

MIN_TEXT_WORDS: Final = 8
"""Shorter texts read from a file are what anybody writes: they are not banked by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignals:
    """Signals of a file as (signal type, value), its kind, and why something of it could not be read."""

    signals: tuple[tuple[str, str], ...]
    file_kind: str = ""
    asides: tuple[str, ...] = ()


def signals_of_file(path: Path, *, tools: Tools | None = None) -> FileSignals:
    """Return what a bank can hold of the file at `path`; an unreadable one still gives its digests."""
    opened = OpenedFile(path, tools=tools)
    digests = MediaContent.of_digests(sha256=_digest(path, "sha256"), md5=_digest(path, "md5"))
    content = FileContent([opened])
    signals: list[tuple[str, str]] = []
    for name, kind in SIGNAL_TYPES.items():
        if kind.APPLIES_TO is ContentKind.MEDIA:
            signals += _values(name, kind.extract(digests), opened)
        elif kind.APPLIES_TO is ContentKind.FILE:
            signals += _values(name, kind.extract(content), opened)
    signals += [("text", read.text) for read in opened.texts if len(normalise(read.text).split()) >= MIN_TEXT_WORDS]
    return FileSignals(signals=tuple(dict.fromkeys(signals)), file_kind=opened.kind.value, asides=tuple(opened.asides))


def entries_of_file(
    path: Path, *, bank: str, tools: Tools | None = None
) -> tuple[tuple[BankEntry, ...], tuple[str, ...]]:
    """Return the entries of one file in `bank`, one piece of content named by the file, and what can't be read."""
    taken = signals_of_file(path, tools=tools)
    entries, asides = [], list(taken.asides)
    for signal_type, value in taken.signals:
        try:
            entries.append(
                make_entry(signal_type=signal_type, value=value, bank=bank, content=path.name, note=path.name)
            )
        except SeawallError as error:
            asides.append(f"{signal_type}: {error.message}")
    return tuple(entries), tuple(asides)


def _values(name: str, column: SignalColumn, opened: OpenedFile) -> list[tuple[str, str]]:
    """Return the values that are of the file as it is."""
    inside = opened.kind is FileKind.DOCUMENT and column.locations is not None
    return [
        (name, column.values.value(place))
        for place in range(len(column))
        if (column.marks is None or column.marks[place] is None)
        and not (inside and column.locations is not None and column.locations[place] is not None)
    ]


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as stream:
        return digest_stream(stream, algorithm).value
