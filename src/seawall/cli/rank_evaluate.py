"""`seawall rank evaluate`: who is wrongly raised, per suite and language, with bounds; calibration; the top hundred."""

from __future__ import annotations

import json
from pathlib import Path

import click

from seawall.cli.exit_codes import ATTENTION
from seawall.cli.rank_files import aside_rows, key_option, model_option, open_ranker, table_option, tell_aside


@click.command()
@table_option
@model_option
@key_option
@click.option("--recall", type=click.FloatRange(0, 1, min_open=True), default=0.5, show_default=True,
              help="Recall at which the suites are compared.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    context: click.Context, *, table: Path, model: Path, key: Path | None, recall: float, as_json: bool
) -> None:
    """Measure a ranker: who is wrongly raised, per suite and language.

    The table has the columns text and label, and may have author, suite and language; it should hold nothing that the
    ranker was trained on.
    """
    from seawall.classify import evaluate, read_labelled

    ranker = open_ranker(model, key)
    labelled, rows = read_labelled(table)
    found = evaluate(ranker, labelled, recall=recall).as_dict()
    if as_json:
        click.echo(json.dumps(found | {"set_aside": aside_rows(rows.set_aside)}, ensure_ascii=False))
    else:
        for title, name in (("operating point", "at_operating_point"), (f"recall {recall:.2f}", "at_recall")):
            for rate in found[name]:
                click.echo(
                    f"{title}  {rate['suite']:<34} {rate['raised_count']:>7,} of {rate['row_count']:>8,} raised, "
                    f"{rate['rate']:.3%}, upper bound {rate['upper_bound']:.3%}"
                )
        click.echo(
            f"recall at the operating point {found['recall']:.2f}, precision of the highest hundred "
            f"{found['precision_at_top']:.2f}, Brier score {found['brier']:.4f}, "
            f"calibration gap {found['calibration_gap']:.4f}"
        )
        unseen = found["unseen_authors"]
        if unseen and unseen["recall"] is not None:
            click.echo(f"recall on authors that the training never saw {unseen['recall']:.2f}")
        tell_aside(table, rows.set_aside)
    if rows.set_aside:
        context.exit(ATTENTION)
