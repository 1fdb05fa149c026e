"""`seawall rank explain`: which words of a text made its score, and where they stand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from seawall.cli.rank_files import key_option, model_option, open_ranker


@click.command()
@model_option
@key_option
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="N-grams to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("text")
def command(*, model: Path, key: Path | None, most: int, as_json: bool, text: str) -> None:
    """Say which words made the score of a text.

    Each n-gram is shown with what it adds to the margin and with its places in the text, counted in characters from 0.
    TEXT is the text itself, or - to read it from standard input.
    """
    ranker = open_ranker(model, key)
    written = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    found = ranker.explain(written, most=most)
    if as_json:
        told = asdict(found) | {"operating_margin": ranker.operating_margin, "mode": ranker.mode.value}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    score = "none (the ranker is silent)" if found.score is None else f"{found.score:.4f}"
    click.echo(
        f"score {score}, margin {found.margin:+.2f} of {ranker.operating_margin:+.2f} needed, "
        f"{'raised' if found.raised else 'not raised'}"
    )
    for one in found.ngrams:
        places = ", ".join(f"{start}–{end}" for start, end in one.spans)
        click.echo(f"{one.weight:+8.3f}  {one.ngram.strip():<32} {places}")
