"""What happens to findings when their entry is withdrawn? They are withdrawn too, by a next revision that says so.

The earlier revisions stay readable: what a reviewer saw then can still be shown. Left out: taking the entry out of a
running index (`BankIndex.withdraw`); findings whose observation was erased (`forgetting.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import BatchOrigin, BatchWriter, TableStore
from seawall.pipeline.findings import FINDINGS
from seawall.pipeline.history import History

__all__ = ["withdraw_entries", "withdraw_in"]

_BECAUSE: Final = "Withdrawn: the entry is no longer held in the bank “{bank}”."
_SOURCE: Final = "scan"


def withdraw_entries(findings: TableStore, entries: Iterable[tuple[str, str]], *, now: datetime) -> int:
    """Withdraw all findings of these entries (bank, entry id); returns how many were not withdrawn before."""
    gone = sorted(set(entries))
    with findings.write() as writer:
        with findings.snapshot() as earlier:
            history = History.read(earlier)
        name = f"withdrawal of {len(gone)} entries"
        moment = now.isoformat()
        origin = BatchOrigin(
            source=_SOURCE, name=name, fingerprint=f"withdrawal:{moment}", map_name="withdrawal-1", acquired_at=now
        )
        batch = writer.open_batch(origin)
        count = withdraw_in(batch, findings, gone, history)
        batch.finish()
    return count


def withdraw_in(batch: BatchWriter, findings: TableStore, entries: Sequence[tuple[str, str]], history: History) -> int:
    """Append the withdrawals to a running batch; returns how many are new."""
    if not entries:
        return 0
    stored = 0
    with findings.snapshot() as snapshot:
        for rows in snapshot.scan("findings"):
            chosen = _of_entries(rows, entries)
            if chosen.num_rows:
                stored += batch.append({"findings": _withdrawn(chosen, history)}, position=batch.position)[
                    "findings"
                ].stored
    return stored


def _of_entries(rows: Any, entries: Sequence[tuple[str, str]]) -> pa.Table:
    wanted = pa.array([f"{bank}\0{entry_id}" for bank, entry_id in entries], pa.string())
    names = pc.binary_join_element_wise(rows.column("bank"), rows.column("entry_id"), "\0")
    return pa.Table.from_batches([rows]).filter(pc.is_in(names, value_set=wanted))


def _withdrawn(rows: pa.Table, history: History) -> pa.Table:
    from seawall.pipeline.chunk_findings import stored_form

    because = [_BECAUSE.format(bank=bank) for bank in rows.column("bank").to_pylist()]
    columns = {
        name: rows.column(name).combine_chunks()
        for name in FINDINGS.names
        if name not in {"key", "batch", "source", "acquired_at", "finding_id", "revision"}
    }
    columns |= {
        "raised": pa.array([False] * len(because)),
        "withdrawn": pa.array([True] * len(because)),
        "because": pa.array(because, pa.string()),
    }
    return stored_form(columns, history)
