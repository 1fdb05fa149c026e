"""`seawall rank train`: a table of labelled texts becomes a signed model file, or is refused with the numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from seawall.cli.exit_codes import ATTENTION
from seawall.cli.rank_files import aside_rows, key_option, model_option, table_option, tell_aside


@click.command()
@table_option
@model_option
@key_option
@click.option("--recall", type=click.FloatRange(0, 1, min_open=True), default=0.5, show_default=True,
              help="Share of the texts labelled 1 that the operating point is to reach.")  # fmt: skip
@click.option("--cap", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.01, show_default=True,
              help="What the upper 95 % bound of false positives on a benign suite may be at most.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of everything that is drawn.")
@click.option("--leave-suites-out", is_flag=True, help="Also train once without each suite and measure it on that one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    context: click.Context, *, table: Path, model: Path, key: Path | None, recall: float, cap: float, seed: int,
    leave_suites_out: bool, as_json: bool,
) -> None:  # fmt: skip
    """Train a ranker on a table of labelled texts and write it signed.

    The table has the columns text and label (1 or 0), and may have author, suite, language and stance. Shipped packs
    of benign texts are part of every training. Under 50 labels the ranker stays silent, under 200, or under 100
    benign ones, it raises nothing. A model that raises too much of a benign suite is refused, and an older model file
    stays as it is. The key is made where there is none.
    """
    from seawall.classify import TrainingOptions, make_key, read_key, read_labelled, save_ranker, train_ranker

    labelled, rows = read_labelled(table)
    options = TrainingOptions(recall=recall, cap=cap, seed=seed, leave_suites_out=leave_suites_out)
    place = key or model.with_name(model.name + ".key")
    own_key = read_key(place) if place.exists() else None  # a key that can't be read is told before the work
    ranker = train_ranker(labelled, options, progress=None if as_json else _progress)
    made = own_key is None
    digest = save_ranker(ranker, model, own_key or make_key(place))
    facts = {name: value for name, value in ranker.facts.items() if name != "authors"}
    told = {"model": str(model), "key": str(place), "key_made": made, "digest": digest, "mode": ranker.mode.value}
    if as_json:
        click.echo(json.dumps(told | facts | {"set_aside": aside_rows(rows.set_aside)}, ensure_ascii=False))
    else:
        _tell(told, facts)
        tell_aside(table, rows.set_aside)
    if rows.set_aside:
        context.exit(ATTENTION)


def _progress(told: str) -> None:
    click.echo(told, err=True)


def _tell(told: dict[str, Any], facts: dict[str, Any]) -> None:
    click.echo(
        f"{facts['label_count']:,} labels, {facts['benign_count']:,} of them benign: the ranker is {told['mode']}"
    )
    for title, name in (("authors apart", "author_disjoint"), ("suite left out", "leave_one_suite_out")):
        for rate in facts.get(name, ()):
            click.echo(
                f"{title}  {rate['suite']:<28} {rate['raised_count']:>7,} of {rate['row_count']:>8,} raised, "
                f"upper bound {rate['upper_bound']:.2%}"
            )
    if "recall_in_new_words" in facts:
        known, new = facts["recall_in_known_words"], facts["recall_in_new_words"]
        click.echo(f"recall at the operating point {known:.2f} in known wording, {new:.2f} in new wording")
    click.echo(f"written to {told['model']}, signed with {told['key']}{' (made now)' if told['key_made'] else ''}")
