"""Which text can stand in XML 1.0? Everything but controls, surrogates and two non-characters, which are left out."""

from __future__ import annotations

__all__ = ["plain_xml"]


def plain_xml(text: str) -> str:
    r"""Return the text without what XML 1.0 has no place for.

    >>> plain_xml("lamp\x00keeper")
    'lampkeeper'
    """
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and not _refused(ord(letter))))


def _refused(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)
