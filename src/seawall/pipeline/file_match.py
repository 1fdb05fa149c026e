"""Which rows of these files meet which bank entries? Matching without a home: banks and files in, lines out.

Texts of CSV, JSON lines, Parquet and plain text files are compared row by row; every other file is compared whole: by
the digests of its bytes, as a picture, video or recording, and by the texts that stand in it. Negative entries do not
match, and what a negative bank says of a value, a text or a file holds a match back. Left out: raising, accounts,
storing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from seawall.digests import digest_stream
from seawall.index import TIERS, BankEntry, BankIndex
from seawall.index.entry import entry_digest
from seawall.pipeline.errors import MatchFileError
from seawall.pipeline.file_texts import TEXT_FORMATS, BadRow, text_chunks
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.matches import Match, match_content
from seawall.signals import FileContent, MediaContent, OpenedFile, TextContent, Tools

__all__ = ["MATCH_COLUMNS", "FileMatch", "FileMatchReport", "match_files"]

MATCH_COLUMNS: Final = (
    "file", "row", "signal_type", "entry", "distance", "tier", "stage", "transform", "location", "start", "end",
    "detail",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatch:
    """One match; the fields are the columns of the output.

    `row` is None for a file that was compared whole; `start` and `end` are characters of the row's text; `transform` is
    what was done to a picture first, `location` where in its file it stood, `detail` what was counted.
    """

    file: str
    row: int | None
    signal_type: str
    entry: str
    distance: int
    tier: str
    stage: str
    transform: str | None = None
    location: str | None = None
    start: int | None = None
    end: int | None = None
    detail: str | None = None


@dataclass(slots=True, kw_only=True)
class FileMatchReport:
    """What was read while matching; complete once the matches are used up."""

    file_count: int = 0
    row_count: int = 0
    held_back_count: int = 0
    aside: list[BadRow] = field(default_factory=list)


def match_files(
    paths: Iterable[Path], entries: Iterable[BankEntry], report: FileMatchReport, *, column: str | None = None,
    tools: Tools | None = None,
) -> Iterator[FileMatch]:  # fmt: skip
    """Yield the matches of files (and of all files below folders) in order of file and row.

    `entry` names the bank's own id where it has one, else the value as written. `column` names the column of the text;
    `tools` the optional programs. A file that can't be read is told in `report.aside`.
    """
    held = tuple(entries)
    index, negatives = BankIndex(held), NegativeBanks(held)
    for path in _files(paths):
        report.file_count += 1
        try:
            found = _text_rows if path.suffix.lower() in TEXT_FORMATS else _whole_file
            for row, match in found(path, index, negatives, _How(report=report, column=column, tools=tools)):
                if match.held_back is None:
                    yield _line(path, row, match)
                else:
                    report.held_back_count += 1
        except (MatchFileError, OSError) as error:
            reason = error.message if isinstance(error, MatchFileError) else f"can't be read: {error.strerror}"
            report.aside.append(BadRow(file=path, row=None, reason=reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    report: FileMatchReport
    column: str | None
    tools: Tools | None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file())
        else:
            yield path


def _text_rows(path: Path, index: BankIndex, negatives: NegativeBanks, how: _How) -> Iterator[tuple[int | None, Match]]:
    for chunk in text_chunks(path, column=how.column, aside=how.report.aside):
        how.report.row_count += len(chunk.rows)
        for match in sorted(match_content(TextContent(chunk.texts), index, negatives), key=_order):
            yield chunk.rows[match.row], match


def _whole_file(
    path: Path, index: BankIndex, negatives: NegativeBanks, how: _How
) -> Iterator[tuple[int | None, Match]]:
    """Yield what a file is, what is in it and what it says; each entry once, by its nearest match."""
    with path.open("rb") as stream:
        sha256 = digest_stream(stream).value
        stream.seek(0)
        md5 = digest_stream(stream, "md5").value
    opened = OpenedFile(path, tools=how.tools)
    found = list(match_content(MediaContent.of_digests(sha256=sha256, md5=md5), index, negatives))
    found += match_content(FileContent((opened,)), index, negatives)
    texts = opened.texts
    for match in match_content(TextContent([one.text for one in texts]), index, negatives):
        found.append(replace(match, location=texts[match.row].place or texts[match.row].reader))
    for reason in opened.asides:
        how.report.aside.append(BadRow(file=path, row=None, reason=reason))
    nearest: dict[tuple[str, str], Match] = {}
    for match in sorted(found, key=lambda one: (TIERS.index(one.tier), one.distance)):
        nearest.setdefault((match.entry.bank, match.entry.entry_id), match)
    for match in sorted(nearest.values(), key=_order):
        yield None, match


def _order(match: Match) -> tuple[int, str, str]:
    return match.row, match.entry.signal_type, match.entry.entry_id


def _line(path: Path, row: int | None, match: Match) -> FileMatch:
    entry = match.entry
    own_id = entry.entry_id != entry_digest(entry.bank, entry.signal_type, entry.value)
    return FileMatch(
        file=str(path),
        row=row,
        signal_type=entry.signal_type,
        entry=entry.entry_id if own_id or entry.content else entry.written or entry.value,
        distance=match.distance,
        tier=match.tier.value,
        stage=match.stage,
        transform=match.way.transform if match.way is not None else None,
        location=match.location,
        start=match.start,
        end=match.end,
        detail=match.way.detail if match.way is not None else None,
    )
