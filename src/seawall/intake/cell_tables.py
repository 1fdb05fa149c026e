"""One run from a table or a corpus to cells: slots are read, cells looked for, all is written into one folder.

Written are `pairs.csv`, `cells.csv`, `accounts.csv`, `network.graphml`, `network.gexf` (with places), `summary.json`
(options, counts, the shuffled control, what the cap left out, measures where there is a truth) and `set_aside.csv`
where rows were. Accounts stand under keyed pseudonyms unless `reveal` gives a reason, which the summary keeps. Each
file appears when it is whole. Left out: what a command line prints (`seawall.cli.cells_verb`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa

from seawall.bulk import DuckDBEngine
from seawall.corpus import open_corpus
from seawall.durable import replace_durably
from seawall.intake.account_chunks import is_corpus
from seawall.intake.co_action_tables import ReadSlots, read_slot_chunks, read_slot_table
from seawall.network.cap_report import cap_report
from seawall.network.errors import SlotTableError
from seawall.network.gexf import gexf_pieces
from seawall.network.graphml import graphml_pieces
from seawall.network.layout import place_accounts
from seawall.network.options import CellOptions
from seawall.network.paged_slots import PagedSlots
from seawall.network.pair_test import PairTest
from seawall.network.pseudonyms import pseudonyms_of
from seawall.network.search import CellSearch, search_cells
from seawall.network.slots import SLOTS, SlotSet, make_slots
from seawall.network.tables import account_table, cell_table, pair_table
from seawall.network.traces import corpus_slots, with_near_media
from seawall.network.truth_measures import measure_cells
from seawall.pipeline.media_signals import open_media_signals, picture_hashes

__all__ = ["CellRun", "cells_of_table"]

Progress = Callable[[str], None]
_ROWS: Final = 1 << 14

_MOST_PLACED: Final = 20_000
"""Accounts up to which a network is laid out; Gephi lays larger ones out itself."""

PAGED_FROM: Final = 3 << 30
"""Octets of a table from which its slots lie in files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRun:
    """How a run goes: the search's options, the moment, the key of pseudonyms, columns, truth, why names are shown.

    Files of `paged_from` octets and more are not held in memory: their slots lie in files beside the results while the
    search runs. `media` is the folder of what was taken from the files of a corpus: without it, pictures that look
    alike count as different ones. `memory_bytes` and `threads` bound the reading of a corpus.
    """

    options: CellOptions
    now: datetime
    key: bytes
    names: dict[str, str] = field(default_factory=dict)
    truth: str | None = None
    reveal: str | None = None
    media: Path | None = None
    paged_from: int = PAGED_FROM
    memory_bytes: int = 2 << 30
    threads: int = 2


def cells_of_table(table: Path, out: Path, run: CellRun, *, progress: Progress | None = None) -> dict[str, Any]:
    """Look for cells in a table, write the results into the folder `out`, and return the summary.

    Args:
        table: a .csv or .parquet file of accounts, items and times, or the folder of a corpus, of which all traces
            are taken (`seawall.network.traces`).
        out: made where it is missing; its parent must be there.
        run: how to do it.
        progress: is told what is done next.

    Raises:
        SlotTableError, IntakeError: the table can't be read; nothing is written.
        OSError: the folder can't be written.
    """
    tell = progress or (lambda _step: None)
    if not out.parent.is_dir():
        raise SlotTableError(f"{out} can't be written: there is no folder {out.parent}", path=out)
    tell("reading")
    with ExitStack() as stack:
        read, slots = _slots(table, out, run, stack)
        return _found(read, search_cells(slots, run.options, progress=progress), out, run, tell)


def _slots(table: Path, out: Path, run: CellRun, stack: ExitStack) -> tuple[ReadSlots, SlotSet]:
    """Return what was read and its slots, in memory or in files that go when the stack is left."""
    if is_corpus(table):
        read = _of_corpus(table, out, run)
        return read, make_slots(read.table)
    if not table.is_file() or table.stat().st_size < run.paged_from:
        read = read_slot_table(table, now=run.now, names=run.names, truth=run.truth)
        return read, make_slots(read.table)
    read = ReadSlots(table=SLOTS.empty_table())
    folder = stack.enter_context(TemporaryDirectory(prefix=".seawall-cells-", dir=out.parent))
    paged = PagedSlots(Path(folder))
    for rows in read_slot_chunks(table, read, now=run.now, names=run.names, truth=run.truth):
        paged.add(rows)
    return read, paged.finish()


def _of_corpus(folder: Path, out: Path, run: CellRun) -> ReadSlots:
    """Return the slots of all traces of a corpus."""
    if run.names or run.truth is not None:
        given = ", ".join([*run.names, *(["truth"] if run.truth is not None else [])])
        raise SlotTableError(f"{folder} is a corpus, whose columns are known: {given} can't be named", path=folder)
    with (
        open_corpus(folder).snapshot() as snapshot,
        TemporaryDirectory(prefix=".seawall-cells-", dir=out.parent) as spill,
        DuckDBEngine(memory_bytes=run.memory_bytes, threads=run.threads, spill_path=Path(spill)) as engine,
    ):
        engine.attach(snapshot)
        slots = corpus_slots(engine)
        if run.media is not None:
            slots = with_near_media(slots, picture_hashes(open_media_signals(run.media)))
    return ReadSlots(table=slots, row_count=slots.num_rows)


def _found(read: ReadSlots, search: CellSearch, out: Path, run: CellRun, tell: Progress) -> dict[str, Any]:
    """Write what was found, and return the summary."""
    accounts = search.slots.accounts.to_pylist()
    named = accounts if run.reveal is not None else pseudonyms_of(accounts, run.key)
    summary = _summary(read, search, run)
    out.mkdir(exist_ok=True)
    tell("writing")
    pairs, members = pair_table(search, named), account_table(search, named)
    replace_durably(out / "pairs.csv", _csv_pieces(pairs))
    replace_durably(out / "cells.csv", _csv_pieces(cell_table(search)))
    replace_durably(out / "accounts.csv", _csv_pieces(members))
    replace_durably(out / "network.graphml", graphml_pieces(members, pairs))
    places = place_accounts(members, pairs, seed=run.options.seed) if len(members) <= _MOST_PLACED else {}
    replace_durably(out / "network.gexf", gexf_pieces(members, pairs, places))
    if read.set_aside:
        aside = pa.Table.from_pylist([asdict(one) for one in read.set_aside])
        replace_durably(out / "set_aside.csv", _csv_pieces(aside))
    replace_durably(out / "summary.json", [json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n"])
    return summary


def _summary(read: ReadSlots, search: CellSearch, run: CellRun) -> dict[str, Any]:
    measures = measure_cells(search, read.truth) if run.truth is not None else None
    return {
        "options": asdict(run.options),
        "row_count": read.row_count,
        "set_aside_count": read.set_aside_count,
        "set_aside": [asdict(one) for one in read.set_aside[:20]],
        "slot_count": len(search.slots),
        "account_count": len(search.slots.accounts),
        "tests": [_test(test) for test in search.pairs.tests if isinstance(test, PairTest)],
        "pair_count": len(search.pairs),
        "cell_count": len(search.cells),
        "accounts_in_cells": sum(len(cell.members) for cell in search.cells),
        "shuffled_control": None if search.control is None else asdict(search.control),
        "measures": None if measures is None else asdict(measures),
        "revealed": run.reveal,
    }


def _test(test: PairTest) -> dict[str, Any]:
    return {
        "name": test.name,
        "visits": len(test.visits),
        "co_slots": int(test.null.counts.kept.sum()),
        "likely_pairs": len(test.pairs),
        "cap": cap_report(test),
    }


def _csv_pieces(table: pa.Table) -> Iterator[bytes]:
    """Yield a table as CSV; lists as JSON, times in ISO 8601, numbers with ten digits, absent values empty."""
    yield _lines([table.column_names])
    for batch in table.to_batches(_ROWS):
        rows = zip(*(map(_written, batch.column(place).to_pylist()) for place in range(batch.num_columns)), strict=True)
        yield _lines(rows)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return _harmless(value) if isinstance(value, str) else str(value)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "@", "-", "\t", "\r")) else text


def _lines(rows: Any) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")
