"""What are members called here? By pseudonyms under the desk's own key, which lies in the data folder and stays there.

The same account has the same pseudonym in every search of this desk, and another one at every other desk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from django.conf import settings

from seawall.desk.secrets import read_or_make_secret
from seawall.network import pseudonyms_of

__all__ = ["call_by_pseudonym"]

_FILE: Final = "cells_key"


def call_by_pseudonym(accounts: Iterable[str]) -> list[str]:
    """Return the pseudonym of each account (`platform:id`), in order."""
    secret = read_or_make_secret(settings.SEAWALL.home / _FILE)
    return pseudonyms_of(accounts, hashlib.sha256(secret.encode("ascii")).digest())
