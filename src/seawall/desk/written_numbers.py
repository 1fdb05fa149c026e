"""How is a number written in the reader's language? As Django's formats of that language say, on every page alike.

Arabic and Spanish write a decimal comma. Numbers inside engines' sentences stay as the engine wrote them.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.formats import number_format

__all__ = ["rewritten", "written"]

_ENGLISH: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,15})((?:\.\d{1,15})?)(%?)")


def written(number: float, *, places: int = 0) -> str:
    """Return a number with so many digits after the point, thousands parted where the language does so.

    >>> written(98.92, places=1), written(110_000)
    ('98.9', '110,000')
    """
    return str(number_format(f"{number:.{places}f}", decimal_pos=places, use_l10n=True, force_grouping=True))


def rewritten(number: str) -> str:
    """Return a number that stands in an English sentence as the reader's language writes it; else what it was.

    >>> rewritten("11,600"), rewritten("3.2"), rewritten("0.5%"), rewritten("G12")
    ('11,600', '3.2', '0.5%', 'G12')
    """
    match = _ENGLISH.fullmatch(number)
    if match is None:
        return number
    whole, part, percent = match.groups()
    value = float(f"{whole.replace(',', '')}{part}")
    return f"{written(value, places=max(0, len(part) - 1))}{percent}"
