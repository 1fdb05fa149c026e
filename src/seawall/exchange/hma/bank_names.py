"""Which name has a bank on the HMA API? Names there are `[A-Z_][A-Z0-9_]*`; banks of the desk are named freely.

A bank whose name is such a name keeps it. Any other gets its letters in that form with the bank's number behind, so
that two banks never share one and the name stays the same for ever.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["MAX_NAME_CHARACTERS", "derived_name", "is_hma_name"]

MAX_NAME_CHARACTERS: Final = 120
_NAME: Final = re.compile(r"[A-Z_][A-Z0-9_]*")


def is_hma_name(name: str) -> bool:
    """Say whether HMA takes this name for a bank."""
    return len(name) <= MAX_NAME_CHARACTERS and _NAME.fullmatch(name) is not None


def derived_name(bank_name: str, number: int) -> str:
    """Return the HMA name of a bank of the desk.

    >>> derived_name("GREY_LIGHTHOUSE", 3), derived_name("Faro Gris: imágenes", 7), derived_name("أخبار", 2)
    ('GREY_LIGHTHOUSE', 'FARO_GRIS_IMAGENES_7', 'BANK_2')
    """
    if is_hma_name(bank_name):
        return bank_name
    plain = unicodedata.normalize("NFKD", bank_name).encode("ascii", "ignore").decode("ascii").upper()
    words = "_".join(re.findall(r"[A-Z0-9]+", plain))[:100]
    stem = words if re.search(r"[A-Z]", words) else "BANK"
    return f"{'_' if stem[0].isdigit() else ''}{stem}_{number}"
