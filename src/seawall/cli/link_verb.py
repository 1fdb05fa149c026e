"""`seawall link`: which closed accounts may these new accounts continue? Folders or tables in, a ranked table out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import click

from seawall.cli.exit_codes import ATTENTION

_PATH: Final = click.Path(path_type=Path)
_SHOWN_ASIDE: Final = 20


@click.command()
@click.option("--closed", type=_PATH, required=True, help="Closed accounts: a folder, a table, or a saved bank.")
@click.option("--new", type=_PATH, required=True, help="New accounts: a folder or a table.")
@click.option("--out", type=_PATH, required=True, help="The .csv file to write; it appears when all is done.")
@click.option("--model", type=_PATH, help="File of an identity model; the shipped one by default.")
@click.option("--truth", metavar="COLUMN", help="Column of the new accounts: the true closed account, or empty.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Rows for one new account.")
@click.option("--save-bank", type=_PATH, help="Keep the closed accounts ready for comparing in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    context: click.Context, *, closed: Path, new: Path, out: Path, model: Path | None, truth: str | None, limit: int,
    save_bank: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Rank the closed accounts that new accounts may continue, each with its evidence.

    A folder holds accounts.csv or .parquet, and may hold posts.csv, posts.parquet or posts/, and pictures/. Every
    closed account needs decision, ground, closed_at and expires: without them nothing is linked. Columns of the output:
    new, closed, rank, probability, low, high, class and evidence. With --truth, measures are printed, and candidates
    that are not shown are written too, without a class. A link is a claim with reasons, never a verdict, and no measure
    follows from it. Ends with 1 where a row was set aside.
    """
    from seawall.cli.step_progress import step_progress
    from seawall.clock import utc_now
    from seawall.identity.models import load_model
    from seawall.intake.link_folders import LinkOptions, link_folders

    options = LinkOptions(model=load_model(model), now=utc_now(), truth=truth, limit=limit, save_bank=save_bank)
    with step_progress(shown=not as_json) as progress:
        told = link_folders(closed, new, out, options, progress=progress).as_dict()
    if as_json:
        click.echo(json.dumps(told | {"out": str(out)}, ensure_ascii=False))
    else:
        _print(told, out)
    if told["set_aside_count"]:
        context.exit(ATTENTION)


def _print(told: dict[str, Any], out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "count", title="Links")
    table.columns[1].justify = "right"
    for name, title in (
        ("closed_count", "closed accounts"), ("expired_count", "closings that have expired"),
        ("new_count", "new accounts"), ("known_count", "of these, in the bank themselves"),
        ("linked_count", "new accounts with a link"), ("likely_count", "links that are likely"),
        ("possible_count", "links that are possible"), ("imitator_count", "imitators"),
        ("compared_count", "pairs compared in full"), ("set_aside_count", "rows set aside"),
    ):  # fmt: skip
        table.add_row(title, f"{told[name]:,}")
    for name, value in (told["measures"] or {}).items():
        shown = "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
        table.add_row(name.replace("_", " "), shown)
    Console().print(table)
    click.echo(f"written: {out} by model {told['model']}", err=True)
    for word, rows in (("set aside", told["set_aside"]), ("note", told["notes"])):
        for one in rows[:_SHOWN_ASIDE]:
            click.echo(f"{word}: {one['file']}:{one['row'] or ''}: {one['reason']}", err=True)
        if len(rows) > _SHOWN_ASIDE:
            click.echo(f"{word}: {len(rows) - _SHOWN_ASIDE:,} more (--json lists them)", err=True)
