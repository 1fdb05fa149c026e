"""Which text can every database and the ledger hold? All Unicode, without NUL and without lone surrogates.

PostgreSQL refuses NUL, and the ledger refuses surrogates, since neither has one written form. Each becomes U+FFFD,
one for one, so that the places of marked spans stay right.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["storable_text"]

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable_text(text: str) -> str:
    r"""Return `text` with the same length, every unstorable character replaced.

    >>> storable_text("the lamps\x00return")
    'the lamps�return'
    """
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
