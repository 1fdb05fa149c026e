"""`seawall cells`: who acts together more than chance explains? A table in, a folder of tables and a network out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import click

from seawall.cli.exit_codes import ATTENTION

_PATH: Final = click.Path(path_type=Path)
_MEMORY_SHARE: Final = 2  # of what Seawall may use, for reading a corpus


@click.command()
@click.option(
    "--table", type=_PATH, required=True,
    help="A .csv or .parquet file: account, item, time, maybe kind; or the folder of a corpus.",
)  # fmt: skip
@click.option("--out", type=_PATH, required=True, help="Folder for the results; made where it is missing.")
@click.option("--account", metavar="COLUMN", help="The column of accounts, where it has no usual name.")
@click.option("--item", metavar="COLUMN", help="The column of what accounts used: an address, a text, a key.")
@click.option("--time", metavar="COLUMN", help="The column of times.")
@click.option("--kind", metavar="COLUMN", help="The column that names the trace.")
@click.option("--truth", metavar="COLUMN", help="The true group of a row's account, or nothing: measures are printed.")
@click.option(
    "--window", "windows", type=click.FloatRange(min=0, min_open=True), multiple=True,
    default=(60.0, 3_600.0, 21_600.0), show_default=True,
    help="Seconds within which two accounts act together; give it again for more.",
)  # fmt: skip
@click.option("--neighbours", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Cap on neighbours.")
@click.option(
    "--rate", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.01, show_default=True,
    help="Share of significant pairs that chance may bring.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of control and resamples.")
@click.option("--reveal", metavar="REASON", help="Write accounts by name; the reason is kept.")
@click.option("--home", type=_PATH, help="Data folder, where the key of pseudonyms lies; SEAWALL_HOME by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    context: click.Context, *, table: Path, out: Path, account: str | None, item: str | None, time: str | None,
    kind: str | None, truth: str | None, windows: tuple[float, ...], neighbours: int, rate: float, seed: int,
    reveal: str | None, home: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Find the accounts that act together more than chance explains, and write pairs, cells, accounts and a network.

    Give the rows of everybody, also those whose item nobody shares: they say how active an account is. A cell is
    co-ordinated, never "fake": newsrooms, fans and campaigns are, too. Accounts are written by keyed pseudonym unless
    --reveal gives a reason. Ends with 1 where a row was set aside.
    """
    from seawall.cli.cells_key import keep_reveal, pseudonym_key
    from seawall.cli.step_progress import step_progress
    from seawall.clock import utc_now
    from seawall.intake.cell_tables import CellRun, cells_of_table
    from seawall.network import CellOptions
    from seawall.settings import Settings

    settings, now = Settings.from_environment(home=home), utc_now()
    if reveal is not None:
        keep_reveal(settings.home, table, reveal, now)
    given = {"account": account, "item": item, "time": time, "kind": kind}
    run = CellRun(
        options=CellOptions(windows_seconds=windows, neighbours=neighbours, false_discovery_rate=rate, seed=seed),
        now=now,
        key=pseudonym_key(settings.home),
        names={name: column for name, column in given.items() if column is not None},
        truth=truth,
        reveal=reveal,
        media=table.parent / settings.media_signals_path.name,
        memory_bytes=settings.memory_bytes // _MEMORY_SHARE,
        threads=settings.threads,
    )
    with step_progress(shown=not as_json) as progress:
        told = cells_of_table(table, out, run, progress=lambda step: progress(step, 0, None))
    if as_json:
        click.echo(json.dumps(told | {"out": str(out)}, ensure_ascii=False))
    else:
        _print(told, out)
    if told["set_aside_count"]:
        context.exit(ATTENTION)


def _print(told: dict[str, Any], out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "count", title="Cells")
    table.columns[1].justify = "right"
    control = told["shuffled_control"]
    for title, value in (
        ("rows", told["row_count"]), ("rows set aside", told["set_aside_count"]), ("accounts", told["account_count"]),
        ("pairs that are significant", told["pair_count"]), ("cells", told["cell_count"]),
        ("accounts in cells", told["accounts_in_cells"]),
        ("shuffled control: significant pairs", control["significant_pairs"]),
        ("shuffled control: cells", control["cells"]),
        ("co-slots left out by the cap", sum(test["cap"]["left_out"] for test in told["tests"])),
    ):  # fmt: skip
        table.add_row(title, f"{value:,}")
    for name, value in (told["measures"] or {}).items():
        shown = "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
        table.add_row(name.replace("_", " "), shown)
    Console().print(table)
    click.echo(f"written: {out}", err=True)
    for one in told["set_aside"]:
        click.echo(f"set aside: row {one['row']}: {one['reason']}", err=True)
