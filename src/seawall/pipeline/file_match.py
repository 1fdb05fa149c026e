"""Which rows of these files meet which bank entries? Matching without a home: banks and files in, lines out.

Texts of CSV, JSON lines, Parquet and plain text files are compared row by row; every other file is compared whole, by
the digests of its bytes. Negative entries do not match, and what a negative bank says of a value or a text holds a
match back. Left out: raising, accounts, storing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seawall.digests import digest_stream
from seawall.index import BankEntry, BankIndex
from seawall.index.entry import entry_digest
from seawall.pipeline.errors import MatchFileError
from seawall.pipeline.file_texts import TEXT_FORMATS, BadRow, text_chunks
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.matches import Match, match_content
from seawall.signals import Content, MediaContent, TextContent

__all__ = ["MATCH_COLUMNS", "FileMatch", "FileMatchReport", "match_files"]

MATCH_COLUMNS: Final = ("file", "row", "signal_type", "entry", "distance", "tier", "stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatch:
    """One match; `row` is None for a file that was compared whole. The fields are the columns of the output."""

    file: str
    row: int | None
    signal_type: str
    entry: str
    distance: int
    tier: str
    stage: str


@dataclass(slots=True, kw_only=True)
class FileMatchReport:
    """What was read while matching; complete once the matches are used up."""

    file_count: int = 0
    row_count: int = 0
    held_back_count: int = 0
    aside: list[BadRow] = field(default_factory=list)


def match_files(
    paths: Iterable[Path], entries: Iterable[BankEntry], report: FileMatchReport, *, column: str | None = None
) -> Iterator[FileMatch]:
    """Yield the matches of files (and of all files below folders) in order of file and row.

    `entry` names the bank's own id where it has one, else the value as written. `column` names the column of the text.
    A file that can't be read is told in `report.aside`.
    """
    held = tuple(entries)
    index, negatives = BankIndex(held), NegativeBanks(held)
    for path in _files(paths):
        report.file_count += 1
        try:
            for rows, content in _contents(path, column, report):
                for match in sorted(match_content(content, index, negatives), key=_order):
                    if match.held_back is None:
                        yield _line(path, rows[match.row], match)
                    else:
                        report.held_back_count += 1
        except (MatchFileError, OSError) as error:
            reason = error.message if isinstance(error, MatchFileError) else f"can't be read: {error.strerror}"
            report.aside.append(BadRow(file=path, row=None, reason=reason))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file())
        else:
            yield path


def _contents(
    path: Path, column: str | None, report: FileMatchReport
) -> Iterator[tuple[list[int] | list[None], Content]]:
    if path.suffix.lower() in TEXT_FORMATS:
        for chunk in text_chunks(path, column=column, aside=report.aside):
            report.row_count += len(chunk.rows)
            yield chunk.rows, TextContent(chunk.texts)
        return
    with path.open("rb") as stream:
        sha256 = digest_stream(stream).value
        stream.seek(0)
        md5 = digest_stream(stream, "md5").value
    yield [None], MediaContent.of_digests(sha256=sha256, md5=md5)


def _order(match: Match) -> tuple[int, str, str]:
    return match.row, match.entry.signal_type, match.entry.entry_id


def _line(path: Path, row: int | None, match: Match) -> FileMatch:
    entry = match.entry
    own_id = entry.entry_id != entry_digest(entry.bank, entry.signal_type, entry.value)
    return FileMatch(
        file=str(path),
        row=row,
        signal_type=entry.signal_type,
        entry=entry.entry_id if own_id else entry.written or entry.value,
        distance=match.distance,
        tier=match.tier.value,
        stage=match.stage,
    )
