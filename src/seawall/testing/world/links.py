"""Which pages do people link to? Articles, shops, clubs and families, all on reserved domains, some far more often than others."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from seawall.testing.world.draws import Bits, Draws, Ints

__all__ = ["NEWS_DOMAINS", "RIGHTS_DOMAINS", "ordinary_links", "push_links"]

NEWS_DOMAINS: Final = ("harbourwire.example", "coastgazette.example", "diariodelmuelle.example", "sahel-news.example", "ferryradio.test")
RIGHTS_DOMAINS: Final = ("coastrights.example", "archivo-memoria.example")
_ORDINARY: Final = (
    *NEWS_DOMAINS, "tidetown-fc.example", "oldmarket.example", "grandmas-kitchen.example", "campus-north.example", "ferrytimes.test",
    "gardenclub.example", "choir-of-the-quay.example", "recetas-facil.example", "matbakh.example", "trainwatch.test", *RIGHTS_DOMAINS,
)  # fmt: skip
_LAWFUL: Final = ("tidetown-fc.example/match", "harbourwire.example/news", "clean-harbour-week.example/join", "oldmarket.example/stall")
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
