"""What is a ranker trained and measured on? A column of texts with label, author, suite and, where known, language.

The digest of all of it goes into the model, so that a training can be repeated and an old decision replayed. An author
that is not known counts as an author of their own. Left out: reading files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.classify.errors import UnsuitableLabelsError
from seawall.classify.labels import RAISING_STANCES, Stance

__all__ = ["LabelledTexts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledTexts:
    """Columns of equal length; `suites` names the benign suite of a row labelled 0 ("" for none)."""

    texts: Any  # Arrow large_string array
    labels: NDArray[np.int8]
    authors: NDArray[np.object_]
    suites: NDArray[np.object_]
    languages: NDArray[np.object_]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.texts)

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        labels: Sequence[int],
        *,
        authors: Sequence[str | None] | None = None,
        suites: Sequence[str | None] | None = None,
        languages: Sequence[str | None] | None = None,
        stances: Sequence[str | None] | None = None,
    ) -> LabelledTexts:
        """Put columns together.

        Raises:
            UnsuitableLabelsError: a column has another length, a label is neither 1 nor 0, or a row labelled 1 has a
                stance that may never raise.
        """
        count = len(texts)
        for name, column in (("labels", labels), ("authors", authors), ("suites", suites), ("languages", languages)):
            if column is not None and len(column) != count:
                raise UnsuitableLabelsError(f"{name} has {len(column)} rows, texts has {count}", column=name)
        if any(label not in (0, 1) for label in labels):
            raise UnsuitableLabelsError("a label is neither 1 nor 0")
        for row, stance in enumerate(stances or ()):
            if stance and labels[row] == 1 and Stance(stance) not in RAISING_STANCES:
                raise UnsuitableLabelsError(
                    f"row {row + 1} is labelled 1, but who {stance} is never raised", row=row + 1
                )
        return cls(
            texts=pa.array([text.encode("utf-8", "replace").decode("utf-8") for text in texts], pa.large_string()),
            labels=np.array(labels, np.int8),
            authors=np.array([(authors[row] if authors else None) or f"row {row + 1}" for row in range(count)], object),
            suites=np.array([(suites[row] if suites else None) or "" for row in range(count)], object),
            languages=np.array([(languages[row] if languages else None) or "" for row in range(count)], object),
        )

    def take(self, rows: NDArray[Any]) -> LabelledTexts:
        """Return some of the rows, named by number or by a mask."""
        chosen = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return LabelledTexts(
            texts=self.texts.take(pa.array(chosen)),
            labels=self.labels[chosen],
            authors=self.authors[chosen],
            suites=self.suites[chosen],
            languages=self.languages[chosen],
        )

    @property
    def benign_suites(self) -> list[str]:
        """Return the names of the suites that have a row labelled 0, in order."""
        return sorted({suite for suite in self.suites[self.labels == 0].tolist() if suite})

    def digest(self) -> str:
        """Return the SHA-256 of all rows in their order, hexadecimal."""
        state = hashlib.sha256()
        columns = (self.texts.to_pylist(), self.labels.tolist(), self.authors.tolist(), self.suites.tolist())
        for row in zip(*columns, strict=True):
            for value in row:
                octets = str(value).encode()
                state.update(len(octets).to_bytes(8, "big") + octets)
        return state.hexdigest()
