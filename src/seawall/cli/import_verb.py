"""`seawall import`: bring a file or a folder into the corpus.

Exit codes: 0 all rows stored or known already · 1 there are rejects · 3 a file broke off, or can't be read · 5 the disk
is full or another process writes · 130 interrupted (run it again to go on).
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeAlias

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from seawall.cli.exit_codes import ATTENTION, exit_code_of
from seawall.clock import utc_now
from seawall.corpus.store import open_corpus
from seawall.intake import (
    ImportPlan,
    ImportProgress,
    ImportSummary,
    KeptMedia,
    fingerprint_of,
    keep_listed_media,
    known_names,
    plan_import,
    run_import,
)
from seawall.intake.errors import BrokenInputError
from seawall.settings import Settings

INTERRUPTED: Final = 130
_SHOWN: Final = 8
_COUNTS: Final = ("rows", "stored", "repeats", "rejects")

_Shown: TypeAlias = tuple[Progress, TaskID]


def _list_maps(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's own signature)
    if value:
        for name in known_names():
            click.echo(name)
        context.exit()


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--map", "map_name", metavar="NAME", help="A map, a format, or the path of a map file; else it is guessed."
)
@click.option("--source", metavar="NAME", help="The source's permanent name, which retention goes by.")
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.option("--list-maps", is_flag=True, is_eager=True, expose_value=False, callback=_list_maps, help="List them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def command(path: Path, map_name: str | None, source: str | None, home: Path | None, *, as_json: bool) -> None:
    """Import the file or folder PATH into the corpus.

    The format is guessed from the content unless --map names it. Bad rows are put aside into a rejects file with row
    number and reason. A killed import goes on where it was when it is run again.
    """
    settings = Settings.from_environment(home=home)
    console = Console(stderr=True)
    plan = plan_import(path, map_name)
    if not as_json:
        _tell_plan(plan)
    begun = time.monotonic()
    summaries: list[ImportSummary] = []
    with _progress(console) as shown, _interruptible() as is_interrupted:
        for one in plan.by_batch():
            summaries.append(_import(one, settings, source, shown, is_interrupted))
            if not as_json:
                _tell_summary(one, summaries[-1])
            if is_interrupted():
                break
    media = keep_listed_media(plan, settings.evidence_path, now=utc_now())
    if as_json:
        click.echo(json.dumps(_as_json(plan, summaries, media)))
    elif len(summaries) > 1:
        click.echo(f"together {_equation(summaries)} in {time.monotonic() - begun:,.1f} s")
    if not as_json:
        _tell_media(media)
    sys.exit(_exit_code(summaries, media))


def _import(
    plan: ImportPlan, settings: Settings, source: str | None, shown: _Shown, stop: Callable[[], bool]
) -> ImportSummary:
    progress, task = shown
    fingerprint = fingerprint_of(plan, lambda name: progress.update(task, description=f"checking {name}"))
    begun = time.monotonic()

    def show(state: ImportProgress) -> None:
        rate = state.rows / max(0.001, time.monotonic() - begun)
        done = (state.part + state.done_fraction) / state.part_count
        progress.update(task, completed=done, description=f"{state.part_name}: {state.rows:,} rows, {rate:,.0f}/s")

    return run_import(
        plan,
        open_corpus(settings.corpus_path),
        fingerprint=fingerprint,
        rejects_folder=settings.home / "rejects",
        now=utc_now(),
        source=source,
        progress=show,
        stop=stop,
    )


@contextmanager
def _progress(console: Console) -> Iterator[_Shown]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress, progress.add_task("reading", total=1.0)


@contextmanager
def _interruptible() -> Iterator[Any]:
    """Let the first Ctrl-C end the import after the commit at hand, and a second one at once."""
    asked: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        click.echo("\nending after the rows at hand; press Ctrl-C again to end at once", err=True)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _tell_plan(plan: ImportPlan) -> None:
    for part in plan.parts[:_SHOWN]:
        sample = part.guess.sample
        packed = f", {sample.compression}" if sample.compression else ""
        click.echo(f"{part.name}: {sample.layout}{packed}, read as {part.guess.name}, because {part.guess.why}")
    if len(plan.parts) > _SHOWN:
        click.echo(f"… and {len(plan.parts) - _SHOWN} more files")
    for left in plan.left_out[:_SHOWN]:
        click.echo(f"left out {left.name}: {left.reason}")


def _equation(summaries: Sequence[ImportSummary]) -> str:
    rows, stored, repeats, rejects = (sum(getattr(one, name) for one in summaries) for name in _COUNTS)
    return f"{rows:,} rows = {stored:,} stored + {repeats:,} repeats + {rejects:,} rejects"


def _tell_summary(plan: ImportPlan, summary: ImportSummary) -> None:
    gained = ", ".join(f"{count:,} {table}" for table, count in summary.tables.items() if count) or "nothing new"
    went_on = ", went on where it was" if summary.resumed else ""
    click.echo(
        f"{plan.path.name}: {_equation([summary])}; the corpus gained {gained} (batch {summary.batch_id}{went_on})"
    )
    if summary.rejects_path is not None:
        click.echo(f"  rejects, with row and reason: {summary.rejects_path}")
    for broken in summary.broken:
        click.echo(f"  broken: {broken}", err=True)
    if summary.ended == "interrupted":
        click.echo(f"  batch {summary.batch_id} is not finished: run the same command to go on", err=True)


def _tell_media(media: KeptMedia) -> None:
    if media.kept:
        click.echo(f"{media.kept:,} media files are kept as evidence")
    for name, reason in media.left_out[:_SHOWN]:
        click.echo(f"  media file {name} is not kept: {reason}")
    if len(media.left_out) > _SHOWN:
        click.echo(f"  … and {len(media.left_out) - _SHOWN:,} more")


def _as_json(plan: ImportPlan, summaries: Sequence[ImportSummary], media: KeptMedia) -> dict[str, Any]:
    batches = []
    for one, summary in zip(plan.by_batch(), summaries, strict=False):
        files = [
            {"name": part.name, "layout": part.guess.sample.layout, "map": part.guess.name, "why": part.guess.why}
            for part in one.parts
        ]
        rejects_path = str(summary.rejects_path) if summary.rejects_path else None
        batches.append({**asdict(summary), "rejects_path": rejects_path, "files": files})
    return {
        **{name: sum(getattr(one, name) for one in summaries) for name in _COUNTS},
        "batches": batches,
        "media": {"kept": media.kept, "left_out": [{"name": name, "reason": why} for name, why in media.left_out]},
        "left_out": [{"name": left.name, "reason": left.reason} for left in plan.left_out],
    }


def _exit_code(summaries: Sequence[ImportSummary], media: KeptMedia) -> int:
    if any(one.ended == "interrupted" for one in summaries):
        return INTERRUPTED
    if any(one.broken for one in summaries):
        return exit_code_of(BrokenInputError())
    return ATTENTION if media.left_out or any(one.rejects for one in summaries) else 0
