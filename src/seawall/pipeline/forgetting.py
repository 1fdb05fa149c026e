"""Which findings have lost their observation? When rows leave the corpus, what was found on them goes too.

Erasure, withdrawal and retention take observations out of the corpus; a finding quotes them in its evidence. One rule
serves all three, and can be run again at any time: a finding stays only while the corpus holds its observation.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import RowChoice, StoreWriter, TableStore

__all__ = ["forget_findings"]


def forget_findings(corpus: StoreWriter, findings: TableStore, *, timeout_seconds: float = 0) -> int:
    """Erase the findings whose observation the corpus no longer holds; returns the rows removed.

    Args:
        corpus: the writer of the corpus, so that nothing comes or goes meanwhile.
        findings: the findings store; one that was never written is left alone.
        timeout_seconds: how long to wait for a writer of the findings.

    Raises:
        StoreBusyError, StoreFullError: nothing was removed; run it again.
    """

    def orphaned(rows: pa.Table) -> Any:
        gone = np.zeros(rows.num_rows, dtype=bool)
        tables = rows.column("table").combine_chunks()
        for name in tables.unique().to_pylist():
            here = np.flatnonzero(pc.equal(tables, name).to_numpy(zero_copy_only=False))
            keys = rows.column("observation").combine_chunks().take(pa.array(here))
            gone[here] = ~corpus.holds(name, keys)
        return gone

    if not findings.snapshot().row_count("findings"):
        return 0
    with findings.write(timeout_seconds) as writer:
        return writer.remove_rows({"findings": RowChoice(columns=("table", "observation"), chosen=orphaned)})[
            "findings"
        ]
