"""What do traces share that are taken from the words of posts? The query, and a slot for each post that has an item."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.network.traces.trace import TRACE_SLOTS
from seawall.signals.slices import Slices

__all__ = ["TextTrace", "texts_of"]

_OPEN: Final = pa.schema([field.with_nullable(True) for field in TRACE_SLOTS])  # noqa: FBT003


class TextTrace(ABC):
    """The part that traces of texts share; each says what the items of texts are."""

    QUERY: Final = "written_posts"

    @abstractmethod
    def items(self, texts: pa.Array) -> Sequence[str | None]:
        """Return the item of each text, None where it has none."""

    def slots(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Return a slot for each post that has such an item."""
        items = pa.array(self.items(rows.column("text")), pa.string())
        columns = [rows.column("account"), items, rows.column("time"), rows.column("post_key")]
        return pa.RecordBatch.from_arrays(columns, schema=_OPEN).filter(items.is_valid()).cast(TRACE_SLOTS)


def texts_of(slices: Slices, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str | None]:
    """Return the stretches of a buffer as texts; None where one begins at −1."""
    data = slices.data.tobytes()
    return [
        data[begin:end].decode("utf-8", "replace") if begin >= 0 else None
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]
