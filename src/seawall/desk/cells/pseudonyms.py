"""What are members called here? By pseudonyms under the desk's own key, which lies in the data folder and stays there.

The same account has the same pseudonym in every search of this desk, and another one at every other desk.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from seawall.desk.cells.pseudonym_key import pseudonym_key
from seawall.network import pseudonyms_of

__all__ = ["call_by_pseudonym"]


def call_by_pseudonym(accounts: Iterable[str]) -> list[str]:
    """Return the pseudonym of each account (`platform:id`), in order."""
    return pseudonyms_of(accounts, pseudonym_key(settings.SEAWALL.home))
