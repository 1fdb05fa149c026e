"""How is a foreign name shown inside a sentence? Short, and without characters that turn the line round."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["quoted", "shortened"]

_LONGEST: Final = 60
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line without invisible characters; what is longer ends in an ellipsis."""
    if len(text) <= longest and text.isascii() and text.isprintable():
        return text
    return _shortened(text[: longest * 4], longest, is_whole=len(text) <= longest * 4)


@lru_cache(maxsize=1 << 12)
def _shortened(cut: str, longest: int, *, is_whole: bool) -> str:
    if cut.isprintable():  # no character is hidden, and of spaces there are plain ones only
        return cut if len(cut) <= longest and is_whole else cut[: longest - 1] + "…"
    shown = "".join(" " if letter.isspace() else letter for letter in cut if _is_shown(letter))
    return shown if len(shown) <= longest and is_whole else shown[: longest - 1] + "…"


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Return a text in quotation marks.

    >>> quoted("night\u202e_gardener")
    '“night_gardener”'
    """
    return f"“{shortened(text, longest)}”"


def _is_shown(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in _HIDDEN
