"""What must a signal type be able to do? The contract that built-in and third-party signal types keep.

A signal type turns content into comparable values, and a written bank value into the same comparable form. How near two
values must be is the index's business (`seawall.index`); `MATCHING` says which index that is. The shipped test class
`seawall.testing.contracts.SignalTypeContract` checks whatever this contract promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from seawall.signals.content import Content, ContentKind
from seawall.signals.slices import Slices

__all__ = ["Matching", "SignalColumn", "SignalExample", "SignalType"]


class Matching(StrEnum):
    """How two values of a signal type are compared, hence which index holds them."""

    EXACT = "exact"  # equal values
    TERM = "term"  # the bank's value stands inside the content's, at word boundaries
    NEAR_TEXT = "near_text"  # much the same wording, or the one inside the other
    HAMMING = "hamming"  # few of 256 bits differ
    PICTURE = "picture"  # much the same picture: parts of it by PDQ, or local features in the same geometry
    FRAMES = "frames"  # stretches of a video, frame by frame
    SOUND = "sound"  # stretches of a recording


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalColumn:
    """The signals of one chunk: value `i` belongs to row `rows[i]` of the content.

    `starts` and `ends` are characters of the text as written, where the value came from a part of it; absent where the
    whole row is meant. `marks[i]` says what was done to the content before the value was taken ("mirrored", "border
    trimmed"); `locations[i]` where in its file it stood ("page 3, picture 1"). Absent: nothing, and the file itself.
    """

    rows: NDArray[np.int64]
    values: Slices
    starts: NDArray[np.int32] | None = None
    ends: NDArray[np.int32] | None = None
    marks: tuple[str | None, ...] | None = None
    locations: tuple[str | None, ...] | None = None

    def __len__(self) -> int:
        """Count the signals."""
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalExample:
    """A worked example: a bank value as written, its canonical form, content that carries it and content that doesn't.

    Content is a text, bytes of a file or an account written `platform:@handle`, as `APPLIES_TO` says.
    """

    written: str
    canonical: str
    carried_by: tuple[str | bytes, ...]
    not_carried_by: tuple[str | bytes, ...] = ()


@runtime_checkable
class SignalType(Protocol):
    """A comparable form of content."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name, as stored in banks and findings."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    @property
    def APPLIES_TO(self) -> ContentKind:  # noqa: N802
        """Return the kind of content that it is taken from."""

    @property
    def MATCHING(self) -> Matching:  # noqa: N802
        """Return how values are compared."""

    @property
    def WEIGHT(self) -> float:  # noqa: N802
        """Return how much one match says by itself, from 0 (nothing) to 1 (the content is known for certain)."""

    def parse(self, value: str) -> str:
        """Return the canonical form of a written bank value; SignalValueError says why it is none."""

    def extract(self, content: Content) -> SignalColumn:
        """Return the signals of a chunk of content of the kind `APPLIES_TO`."""

    def examples(self) -> tuple[SignalExample, ...]:
        """Return worked examples, which the contract tests run."""
