"""Which posts carry a file whose MD5 is banked? Posts name their files by a key; the media table knows the MD5 of it.

Only files whose MD5 stands in a bank are remembered, so memory does not grow with the corpus. Left out: SHA-256, which
is part of the key itself where the source gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import Snapshot
from seawall.index import BankEntry

__all__ = ["ATTACHED_MD5", "banked_md5", "with_attached_md5"]

ATTACHED_MD5 = "attached_md5"
"""Column that `with_attached_md5` adds: a list beside `media`, with the MD5 of each file, or null."""


def banked_md5(corpus: Snapshot, entries: Iterable[BankEntry]) -> dict[tuple[str, str], str]:
    """Return (platform, media id) → MD5 of every file in the corpus whose MD5 is an entry's value."""
    values = pa.array(sorted({entry.value for entry in entries if entry.signal_type == "md5"}), pa.string())
    known: dict[tuple[str, str], str] = {}
    if not len(values):
        return known
    for batch in corpus.scan("media", ["platform", "media_id", "md5"]):
        met = batch.filter(pc.is_in(pc.utf8_lower(batch.column("md5")), value_set=values))
        for row in met.to_pylist():
            known[row["platform"], row["media_id"]] = row["md5"]
    return known


def with_attached_md5(posts: pa.RecordBatch, known: Mapping[tuple[str, str], str]) -> pa.RecordBatch:
    """Return the chunk of posts with the column `attached_md5`; the chunk itself where nothing is known."""
    if not known:
        return posts
    named = zip(posts.column("platform").to_pylist(), posts.column("media").to_pylist(), strict=True)
    lists = [[known.get((platform, key)) for key in keys] if keys else keys for platform, keys in named]
    return posts.append_column(ATTACHED_MD5, pa.array(lists, pa.list_(pa.string())))
