"""`seawall scan`: what in the corpus is known content? Banks from files; findings go into the data folder's store."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from seawall.cli.exit_codes import ATTENTION

_PATH: Final = click.Path(path_type=Path)
_SHOWN_ASIDE: Final = 20


@click.command()
@click.option("--bank", "banks", type=_PATH, multiple=True, required=True, help="A bank file or a folder of them.")
@click.option("--home", type=_PATH, help="Data folder; SEAWALL_HOME by default.")
@click.option("--top", type=click.IntRange(min=0), default=10, show_default=True, help="Accounts to list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(context: click.Context, *, banks: tuple[Path, ...], home: Path | None, top: int, as_json: bool) -> None:
    """Compare the corpus with the banks and store what is found.

    Run again, it adds nothing; killed, it goes on where it was. Ends with 1 where a line of a bank was set aside.
    """
    from seawall.index import read_banks
    from seawall.settings import Settings
    from seawall.signals import Tools

    settings = Settings.from_environment(home=home)
    bank = read_banks(banks, tools=Tools(tesseract=settings.tesseract, fpcalc=settings.fpcalc))
    told = _scan(settings, bank.entries, top=top, quiet=as_json)
    told["set_aside"] = [
        {"file": str(one.file), "line": one.line, "reason": one.reason, "written": one.written}
        for one in bank.set_aside
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        _print(told)
    if bank.set_aside:
        context.exit(ATTENTION)


def _scan(settings: Any, entries: Any, *, top: int, quiet: bool) -> dict[str, Any]:
    from seawall.bulk import DuckDBEngine
    from seawall.cli.step_progress import step_progress
    from seawall.clock import utc_now
    from seawall.corpus import open_corpus
    from seawall.pipeline import (
        ReadingOptions,
        ScanOptions,
        accounts_to_review,
        open_findings,
        open_media_signals,
        read_media,
        scan_corpus,
    )
    from seawall.signals import Tools

    corpus, findings = open_corpus(settings.corpus_path), open_findings(settings.findings_path)
    media = open_media_signals(settings.media_signals_path)
    began = time.monotonic()
    with step_progress(shown=not quiet) as tell:
        reading = ReadingOptions(
            tools=Tools(tesseract=settings.tesseract, fpcalc=settings.fpcalc),
            threads=settings.threads,
            progress=partial(tell, "files"),
        )
        read = read_media(corpus, settings.evidence_path, media, now=utc_now(), options=reading)
        options = ScanOptions(progress=partial(tell, "rows"), media=media)
        summary = scan_corpus(corpus, entries, findings, now=utc_now(), options=options)
    seconds = time.monotonic() - began
    spill = settings.home / "spill"
    with (
        findings.snapshot() as snapshot,
        DuckDBEngine(memory_bytes=settings.memory_bytes, threads=settings.threads, spill_path=spill) as engine,
    ):
        engine.attach(snapshot)
        accounts = accounts_to_review(engine, limit=top)
    rows = sum(summary.row_count.values())
    return {
        **asdict(summary),
        "files_read": read.file_count,
        "files_with_unreadable_parts": read.aside_count,
        "finding_count": summary.finding_count,
        "seconds": round(seconds, 3),
        "rows_per_second": round(rows / seconds) if seconds else 0,
        "accounts": [{**asdict(account), "reason": account.reason} for account in accounts],
    }


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("what", "count", title="Scan")
    table.columns[1].justify = "right"
    for name, count in told["row_count"].items():
        table.add_row(f"rows of {name}", f"{count:,}")
    table.add_row("files read for the first time", f"{told['files_read']:,}")
    table.add_row("entries of the banks", f"{told['entry_count']:,}")
    for name, count in sorted(told["by_signal_type"].items()):
        table.add_row(f"findings by {name}", f"{count:,}")
    for name, title in (
        ("raised_count", "raised"), ("held_back_count", "not raised, with the reason"),
        ("new_count", "new in the store"), ("withdrawn_count", "withdrawn with their entry"),
        ("rows_per_second", "rows a second"),
    ):  # fmt: skip
        table.add_row(title, f"{told[name]:,}")
    console.print(table)
    if told["accounts"]:
        ranked = Table("account", "score", "why", title="First to review")
        for account in told["accounts"]:
            who = account["account_id"] or account["channel_id"] or "unsigned"
            ranked.add_row(f"{account['platform']}:{who}", f"{account['score']:.2f}", account["reason"])
        console.print(ranked)
    for one in told["set_aside"][:_SHOWN_ASIDE]:
        click.echo(f"set aside: {one['file']}:{one['line'] or ''}: {one['reason']}", err=True)
    if len(told["set_aside"]) > _SHOWN_ASIDE:
        click.echo(f"set aside: {len(told['set_aside']) - _SHOWN_ASIDE:,} more (--json lists them all)", err=True)
