"""Which pages do people link to? Articles, shops and clubs, all on reserved domains.

A few articles get most of the links, as in life.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from seawall.testing.world.draws import Bits, Draws, Ints
from seawall.testing.world.words import WORDS

__all__ = ["NEWS_DOMAINS", "RIGHTS_DOMAINS", "ordinary_links", "push_links"]

NEWS_DOMAINS: Final = WORDS["news_hosts"]
RIGHTS_DOMAINS: Final = WORDS["rights_hosts"]
_ORDINARY: Final = NEWS_DOMAINS + WORDS["ordinary_hosts"] + RIGHTS_DOMAINS
_LAWFUL: Final = (
    "tidetown-fc.example/match",
    "harbourwire.example/news",
    "clean-harbour-week.example/join",
    "oldmarket.example/stall",
)
_ARTICLES: Final = 600


def ordinary_links(draws: Draws, key: Bits, shown: np.ndarray) -> pa.Array:
    """Return for each row a space and a link, or "" where none is shown; few articles get most of the links."""
    number = np.arange(_ARTICLES)
    host = draws.below("article host", len(_ORDINARY), number).tolist()
    code = draws.below("article", 1_000_000, number).tolist()
    table = [""] + [f" https://{_ORDINARY[h]}/{2026}/{c:06d}" for h, c in zip(host, code, strict=True)]
    unit = draws.unit("which article", key)
    chosen = 1 + (unit * unit * unit * _ARTICLES).astype(np.int64)
    return pa.array(table).take(pa.array(np.where(shown, chosen, 0)))


def push_links(kind: Ints, push: Ints) -> list[str]:
    """Return the page that each row of a lawful joint effort links to."""
    return [f" https://{_LAWFUL[k]}/{p % 1_000_003}" for k, p in zip(kind.tolist(), push.tolist(), strict=True)]
