"""How do the signals of single files become one column? The loop behind the signal types that look into files.

Equal values of a file count once, as the first of them was taken. Left out: digests of files, which stand in columns
already (`MediaContent`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from seawall.signals.content import Content, FileContent
from seawall.signals.opened_file import OpenedFile
from seawall.signals.signal_type import SignalColumn
from seawall.signals.slices import Slices

__all__ = ["FileSignal", "file_column"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignal:
    """One signal of a file; `mark` and `location` are those of `SignalColumn`."""

    value: str
    mark: str | None = None
    location: str | None = None


def file_column(
    signal_type: str, content: Content, signals_of: Callable[[OpenedFile], Iterable[FileSignal]]
) -> SignalColumn:
    """Return the column of what `signals_of` takes from each file.

    Raises:
        TypeError: the content is not files.
    """
    if not isinstance(content, FileContent):
        raise TypeError(f"{signal_type} is taken from files, not from {content.kind}")
    rows: list[int] = []
    taken: list[FileSignal] = []
    for row, file in enumerate(content.files):
        found: dict[str, FileSignal] = {}
        for signal in signals_of(file):
            found.setdefault(signal.value, signal)
        rows += [row] * len(found)
        taken += found.values()
    return SignalColumn(
        rows=np.array(rows, dtype=np.int64),
        values=Slices.of([signal.value for signal in taken]),
        marks=tuple(signal.mark for signal in taken),
        locations=tuple(signal.location for signal in taken),
    )
