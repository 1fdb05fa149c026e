"""What do traces share whose slots are rows of the corpus's interactions as they stand? All but the names."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from seawall.network.traces.trace import TRACE_SLOTS, TraceExample

__all__ = ["InteractionTrace"]


class InteractionTrace:
    """The part that traces of one interaction share."""

    def slots(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows as slots."""
        return rows.cast(TRACE_SLOTS)

    @staticmethod
    def example(kind: str, *targets: str, items: tuple[str, ...]) -> TraceExample:
        """Return an example: one interaction of this kind with each target."""
        rows: tuple[dict[str, Any], ...] = tuple({"kind": kind, "target": target} for target in targets)
        return TraceExample(table="interactions", rows=rows, items=items)
