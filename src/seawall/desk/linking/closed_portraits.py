"""What do the closed accounts look like, with the posts that the corpus holds of them?

Few are looked up; for many the corpus is read once, from end to end, and portraits are made part by part while it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.desk.linking.corpus_accounts import parts_with_posts, posts_of
from seawall.desk.linking.seen_pictures import pictures_of
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.identity.announcers import announce
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits

__all__ = ["FEW", "closed_portraits"]

Pictures = Mapping[str, NDArray[np.uint64]]

FEW: Final = 4_096
"""So many accounts at most are looked up."""


def closed_portraits(table: pa.Table, *, now: datetime) -> Portraits:
    """Return the portraits of closed accounts, in their order.

    Args:
        table: of `seawall.identity.account_tables.ACCOUNTS`, one row at least.
        now: posts from later on lose their time.
    """
    pictures = pictures_of(table)
    if table.num_rows <= FEW:
        posts = posts_of(table["account"].to_pylist(), now=now)
        return announce(make_portraits(table, posts, pictures=pictures))
    return announce(read_corpus(lambda view: _made(view, table, pictures, now)))


def _made(view: CorpusView, table: pa.Table, pictures: Pictures, now: datetime) -> Portraits:
    names = table["account"].to_pylist()
    return Portraits.joined(
        [
            make_portraits(table.slice(part.first, part.last - part.first), part.posts, pictures=pictures)
            for part in parts_with_posts(view, names, now=now)
        ]
    )
