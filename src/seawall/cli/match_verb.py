"""`seawall match`: which rows of these files, and which files, meet an entry of a bank? No data folder is needed."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any, Final, TextIO

import click

from seawall.cli.exit_codes import ATTENTION

_SHOWN_ASIDE: Final = 20
_PATH: Final = click.Path(path_type=Path)


@click.command()
@click.option("--bank", "banks", type=_PATH, multiple=True, required=True, help="A bank file or a folder of them.")
@click.option("--out", type=_PATH, help="Write the matches as CSV to this file instead of to the terminal.")
@click.option("--column", help="Column of the text, where its name is not a usual one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: the matches, counts, what was set aside.")
@click.argument("files", type=_PATH, nargs=-1, required=True)
@click.pass_context
def command(
    context: click.Context, *, banks: tuple[Path, ...], out: Path | None, column: str | None, as_json: bool,
    files: tuple[Path, ...],
) -> None:  # fmt: skip
    """Compare files with a bank, without a data folder.

    Texts in .csv, .jsonl, .parquet and .txt files are compared row by row, rows counted from 1 without the header;
    pictures, videos, recordings and documents by their bytes, by what they show and by the texts in them. A bank may be
    a folder with pictures and videos in it. The output has the columns file, row, signal_type, entry, distance, tier,
    stage, transform, location, start, end and detail. Ends with 1 where a line of a bank, a row or a file had to be set
    aside.
    """
    from seawall.index import read_banks
    from seawall.pipeline import FileMatchReport, match_files
    from seawall.settings import Settings
    from seawall.signals import Tools

    settings = Settings.from_environment()
    tools = Tools(tesseract=settings.tesseract, fpcalc=settings.fpcalc)
    bank = read_banks(banks, tools=tools)
    report = FileMatchReport()
    matches = match_files(files, bank.entries, report, column=column, tools=tools)
    counts: Counter[str] = Counter()
    kept = []
    with nullcontext(sys.stdout) if out is None else out.open("w", encoding="utf-8", newline="") as stream:
        if not as_json or out is not None:
            counts = _write_csv(stream, matches)
        else:
            kept = [asdict(match) for match in matches]
            counts.update(match["signal_type"] for match in kept)
    aside: list[dict[str, Any]] = [
        *({"file": str(one.file), "row": one.line, "reason": one.reason} for one in bank.set_aside),
        *({"file": str(one.file), "row": one.row, "reason": one.reason} for one in report.aside),
    ]
    if as_json:
        told = {
            "match_count": counts.total(), "by_signal_type": dict(counts), "file_count": report.file_count,
            "row_count": report.row_count, "entry_count": len(bank.entries),
            "held_back_count": report.held_back_count, "set_aside": aside,
        }  # fmt: skip
        click.echo(json.dumps(told | ({"matches": kept} if out is None else {"out": str(out)}), ensure_ascii=False))
    else:
        _tell(counts, report.row_count, report.file_count, aside)
    if aside:
        context.exit(ATTENTION)


def _write_csv(stream: TextIO, matches: Iterable[object]) -> Counter[str]:
    from seawall.pipeline.file_match import MATCH_COLUMNS

    counts: Counter[str] = Counter()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(MATCH_COLUMNS)
    for match in matches:
        written = astuple(match)  # type: ignore[call-overload]
        writer.writerow(written)
        counts[written[MATCH_COLUMNS.index("signal_type")]] += 1
    return counts


def _tell(counts: Counter[str], row_count: int, file_count: int, aside: list[dict[str, Any]]) -> None:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(counts.items()))
    found = f"{counts.total():,} matches ({kinds})" if kinds else "no match"
    click.echo(f"{found} in {file_count:,} files, {row_count:,} rows of text", err=True)
    for one in aside[:_SHOWN_ASIDE]:
        place = f"{one['file']}:{one['row']}" if one["row"] is not None else one["file"]
        click.echo(f"set aside: {place}: {one['reason']}", err=True)
    if len(aside) > _SHOWN_ASIDE:
        click.echo(f"set aside: {len(aside) - _SHOWN_ASIDE:,} more (--json lists them all)", err=True)
