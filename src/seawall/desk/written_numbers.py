"""How is a number written in the reader's language? As Django's formats of that language say, on every page alike.

Arabic and Spanish write a decimal comma. Numbers inside engines' sentences stay as the engine wrote them.
"""

from __future__ import annotations

from django.utils.formats import number_format

__all__ = ["written"]


def written(number: float, *, places: int = 0) -> str:
    """Return a number with so many digits after the point, thousands parted where the language does so.

    >>> written(98.92, places=1), written(110_000)
    ('98.9', '110,000')
    """
    return str(number_format(f"{number:.{places}f}", decimal_pos=places, use_l10n=True, force_grouping=True))
