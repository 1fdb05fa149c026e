"""What must a reader of texts be able to do? Find the texts that stand in a file: in its pictures, codes and pages.

What is read is compared like any other text: with terms, addresses and texts of the banks. The shipped test class
`seawall.testing.contracts.TextReaderContract` checks what this contract promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from seawall.signals.opened_file import OpenedFile

__all__ = ["MAX_READ_CHARACTERS", "ReadText", "TextReader", "TextReaderExample"]

MAX_READ_CHARACTERS = 200_000
"""What one reader takes from one file at most; the rest is left unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A text that stood in a file: which reader found it, where ("page 3"; absent: the file as a whole), and what."""

    reader: str
    text: str
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReaderExample:
    """A worked example: a file, and texts that must be read out of it."""

    file: bytes
    texts: tuple[str, ...]


@runtime_checkable
class TextReader(Protocol):
    """A way to find texts in a file."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name, as stored beside what was read."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    def read(self, file: OpenedFile) -> tuple[ReadText, ...]:
        """Return the texts in the file; none where it is of another kind or the reader's program is absent.

        Raises:
            FileSignalError: the file is of its kind, and can't be read.
        """

    def examples(self) -> tuple[TextReaderExample, ...]:
        """Return worked examples, which the contract tests run."""
