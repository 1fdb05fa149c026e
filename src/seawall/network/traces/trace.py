"""What must a trace be able to do? The contract that built-in and third-party traces keep.

A trace says which kind of thing accounts can do alike, and takes its slots (account, item, time, post) out of a corpus.
SQL extracts them, in a named file that also runs on Spark; a trace whose items SQL can't make has an Arrow function
from rows to rows. It never counts pairs: that is the same for all (`seawall.network.co_action`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

import pyarrow as pa

from seawall.bulk import load_query
from seawall.corpus import TIME

__all__ = ["TRACE_SLOTS", "Trace", "TraceExample", "trace_query"]

TRACE_SLOTS: Final = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # "platform:id"; of an unsigned channel post, the channel's
        pa.field("item", pa.string(), nullable=False),
        pa.field("time", TIME, nullable=False),
        pa.field("post_key", pa.binary(16)),  # null where the corpus knows no post
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceExample:
    """Rows of a corpus table, as dicts, and the items that the trace makes of them, each once, in order."""

    table: str
    rows: tuple[dict[str, Any], ...]
    items: tuple[str, ...]


@runtime_checkable
class Trace(Protocol):
    """One kind of thing that accounts can do alike."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name: the `kind` of its slots."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    @property
    def QUERY(self) -> str:  # noqa: N802
        """Return the name of the query that extracts its rows."""

    def slots(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Return the slots (`TRACE_SLOTS`) of some rows of the query; pure, row by row."""

    def examples(self) -> tuple[TraceExample, ...]:
        """Return worked examples, which the contract tests run."""


def trace_query(trace: Trace) -> str:
    """Return the SQL of a built-in trace."""
    return load_query("seawall.network.traces", trace.QUERY)
