"""`seawall rank score`: a table of texts comes back with two more columns, score and raised."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seawall.cli.exit_codes import ATTENTION
from seawall.cli.rank_files import PATH, aside_rows, key_option, model_option, open_ranker, table_option, tell_aside

if TYPE_CHECKING:
    from seawall.classify import Ranked, TableRows


@click.command()
@table_option
@model_option
@key_option
@click.option("--out", type=PATH, required=True, help="The .csv or .parquet file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(context: click.Context, *, table: Path, model: Path, key: Path | None, out: Path, as_json: bool) -> None:
    """Score the texts of a table and say which are raised.

    Writes the columns of the table with score (0 to 1, empty where the ranker is silent) and raised (1 above the
    operating point, else 0) behind them. Only the column text is needed; rows stay in their order.
    """
    from seawall.classify import RankerTableError, read_texts

    writer = {".csv": _write_csv, ".parquet": _write_parquet}.get(out.suffix.lower())
    if writer is None:
        raise RankerTableError(f"{out} is neither .csv nor .parquet", path=out)
    ranker = open_ranker(model, key)
    rows = read_texts(table)
    ranked = ranker.score(rows.texts)
    try:
        writer(out, rows, ranked)
    except OSError as error:
        raise RankerTableError(f"{out} can't be written: {error.strerror or error}", path=out) from error
    raised = int(ranked.raised.sum())
    if as_json:
        told = {"row_count": len(rows.rows), "raised_count": raised, "mode": ranker.mode.value, "out": str(out)}
        click.echo(json.dumps(told | {"set_aside": aside_rows(rows.set_aside)}, ensure_ascii=False))
    else:
        click.echo(f"{raised:,} of {len(rows.rows):,} texts raised; the ranker is {ranker.mode.value}", err=True)
        tell_aside(table, rows.set_aside)
    if rows.set_aside:
        context.exit(ATTENTION)


def _columns(rows: TableRows) -> list[str]:
    """Return the names of the table's own columns; an older score makes room for the new one."""
    return [name for name in rows.columns if name not in ("score", "raised")]


def _results(ranked: Ranked) -> tuple[list[str], list[int]]:
    count = len(ranked.raised)
    scores = [""] * count if ranked.scores is None else [f"{score:.17g}" for score in ranked.scores.tolist()]
    return scores, ranked.raised.astype(int).tolist()


def _write_csv(out: Path, rows: TableRows, ranked: Ranked) -> None:
    scores, raised = _results(ranked)
    columns = [rows.column(name) for name in _columns(rows)]
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_columns(rows), "score", "raised"])
        writer.writerows(zip(*columns, scores, raised, strict=True))


def _write_parquet(out: Path, rows: TableRows, ranked: Ranked) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    scores = pa.nulls(len(rows.rows), pa.float64()) if ranked.scores is None else pa.array(ranked.scores)
    columns = {name: pa.array(rows.column(name), pa.large_string()) for name in _columns(rows)}
    pq.write_table(pa.table(columns | {"score": scores, "raised": pa.array(ranked.raised.astype(np.int8))}), out)
