"""`seawall demo`: make a made-up world, take it through the desk, say how good that was, and open the doors."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from seawall.clock import utc_now
from seawall.demo import DemoOptions, DemoReport, Share, make_demo
from seawall.settings import Settings


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Keep the desk in this folder.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Which world.")
@click.option("--posts", type=click.IntRange(min=4_000), default=40_000, show_default=True, help="How many posts.")
@click.option("--no-serve", is_flag=True, help="End after the summary, for scripts.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to serve.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def command(*, data: Path | None, seed: int, posts: int, no_serve: bool, host: str, port: int, as_json: bool) -> None:
    """Make a made-up world, scan it, open cases, print a summary and serve the desk."""
    # reading the writing in 240 pictures takes minutes, and the made-up world writes its words in a drawn script
    os.environ.setdefault("SEAWALL_TESSERACT", "none")
    if data is not None:
        _demonstrate(
            data, DemoOptions(seed=seed, post_count=posts), no_serve=no_serve, at=(host, port), as_json=as_json
        )
        return
    with tempfile.TemporaryDirectory(prefix="seawall-demo-") as folder:
        _demonstrate(
            Path(folder) / "desk",
            DemoOptions(seed=seed, post_count=posts),
            no_serve=no_serve,
            at=(host, port),
            as_json=as_json,
        )


def _demonstrate(home: Path, options: DemoOptions, *, no_serve: bool, at: tuple[str, int], as_json: bool) -> None:
    settings = Settings.from_environment(home=home)
    report = make_demo(settings, options, now=utc_now(), tell=_tell)
    if as_json:
        click.echo(json.dumps(_as_json(report)))
    else:
        _print_tables(report)
    if not no_serve:
        _serve(settings, report, at)


def _tell(stage: str) -> None:
    click.echo(f"{stage} …", err=True)


def _serve(settings: Settings, report: DemoReport, at: tuple[str, int]) -> None:
    from seawall.cli.serve_verb import run_desk

    def tell_ready(address: str, _password: str | None) -> None:
        link = address.rstrip("/") + report.login_path
        click.echo(f"\nThe desk answers. Open this link (it works once, for 15 minutes):\n  {link}\nCtrl-C ends it.")

    host, port = at
    run_desk(settings, host=host, port=port, tell_ready=tell_ready)


def _as_json(report: DemoReport) -> dict[str, Any]:
    shares = {
        name: {"part": value.part, "whole": value.whole, "fraction": value.fraction}
        for name in ("precision", "recall_edited", "recall_all", "case_precision", "slogans_matched")
        for value in (getattr(report.measured, name),)
    }
    return {
        "home": str(report.home),
        "seed": report.seed,
        "stage_seconds": {name: round(seconds, 3) for name, seconds in report.stage_seconds.items()},
        "counts": report.counts,
        "measured": asdict(report.measured) | shares,
    }


def _print_tables(report: DemoReport) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    stages = Table(title="What was done")
    stages.add_column("stage")
    stages.add_column("seconds", justify="right")
    for name, seconds in report.stage_seconds.items():
        stages.add_row(name, f"{seconds:.1f}")
    counts = Table(title="What there is now")
    counts.add_column("what")
    counts.add_column("how many", justify="right")
    for name, count in report.counts.items():
        counts.add_row(name.replace("_", " "), f"{count:,}")
    console.print(stages)
    console.print(counts)
    console.print(_truth_table(report))


_KINDS = {"sha256": "pictures", "url": "pages", "text": "texts"}


def _truth_table(report: DemoReport) -> Any:
    from rich.table import Table

    measured = report.measured
    table = Table(title=f"Beside the truth of world {report.seed}")
    table.add_column("measure")
    table.add_column("share", justify="right")
    table.add_column("posts or accounts", justify="right")
    rows: tuple[tuple[str, Share], ...] = (
        ("raised posts a reviewer should see (precision)", measured.precision),
        *(
            (f"known {_KINDS.get(kind, kind)} as they were: raised (recall)", share)
            for kind, share in measured.recall_unchanged.items()
        ),
        ("known slogans as they were: matched, not raised", measured.slogans_matched),
        ("known content with edits: raised (recall)", measured.recall_edited),
        ("all a reviewer should see: raised (recall)", measured.recall_all),
        ("accounts with a case: the movement's (precision)", measured.case_precision),
    )
    for name, share in rows:
        fraction = "none" if share.fraction is None else f"{share.fraction:.3f}"
        table.add_row(name, fraction, f"{share.part:,} of {share.whole:,}")
    table.add_row("held back, with the reason beside them", "", f"{measured.held_back:,}")
    for name, count in measured.raised_unwanted.items():
        table.add_row(f"raised though it only {name}", "", f"{count:,}")
    return table
