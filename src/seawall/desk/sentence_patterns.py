"""Which of our patterns does a stored English sentence follow, and what stands in its changing parts?

Engines and readers of files write plain English, which is the record; the desk shows it in the reader's language by
pattern (`engine_words.py`, `banks/aside_words.py`, `closings/remark_words.py`). A pattern is a message with named
parts: "It lacks %(lacked)s". Left out: translating.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["SentencePatterns"]

_PART = re.compile(r"%\((\w+)\)s")


class SentencePatterns:
    """Patterns whose changing parts have these forms; each is made into an expression once."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        """Take a regular expression for each changing part by its name."""
        self._forms = forms
        self._made: dict[str, re.Pattern[str]] = {}

    def parts_of(self, pattern: str, sentence: str) -> dict[str, str] | None:
        """Return the changing parts of a sentence that follows the pattern; None for one that doesn't.

        >>> SentencePatterns({"count": r"[0-9]+"}).parts_of("%(count)s%% of them", "12% of them")
        {'count': '12'}
        """
        made = self._made.get(pattern)
        if made is None:
            made = self._made[pattern] = self._expression(pattern)
        match = made.fullmatch(sentence)
        return None if match is None else match.groupdict()

    def _expression(self, pattern: str) -> re.Pattern[str]:
        pieces = _PART.split(pattern)
        return re.compile(
            "".join(
                f"(?P<{piece}>{self._forms[piece]})" if at % 2 else re.escape(piece.replace("%%", "%"))
                for at, piece in enumerate(pieces)
            ),
            re.DOTALL,
        )
