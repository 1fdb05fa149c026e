"""Which signals and texts are in the files of the corpus? A store beside the findings, by the files' SHA-256.

`files` names what was read, by which version of the readers and what could not be read; `signals` and `texts` hold what
came of it. Decoding a picture costs a thousand times what comparing it does: a new bank entry is compared with all
pictures ever seen without opening one. Left out: reading (`media_reading.py`), comparing (`media_matches.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import PROVENANCE, RowChoice, Snapshot, TableStore, row_keys
from seawall.network.near_pictures import PICTURE_HASHES
from seawall.signals.pdq import Pdq

__all__ = [
    "MEDIA_SIGNAL_TABLES",
    "forget_media_signals",
    "media_signal_rows",
    "named_media",
    "open_media_signals",
    "picture_hashes",
]

_FILES: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("media", pa.string(), nullable=False),  # SHA-256 of the file
        pa.field("reading", pa.string(), nullable=False),  # version of the readers, and the programs that they had
        pa.field("kind", pa.string(), nullable=False),  # picture, video, sound, document, other
        pa.field("byte_count", pa.int64(), nullable=False),
        pa.field("asides", pa.list_(pa.string()), nullable=False),  # why something could not be read
    ]
)
_SIGNALS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("media", pa.string(), nullable=False),
        pa.field("signal_type", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("mark", pa.string()),  # what was done to the content first: "mirrored"
        pa.field("location", pa.string()),  # where in its file it stood
    ]
)
_TEXTS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("media", pa.string(), nullable=False),
        pa.field("reader", pa.string(), nullable=False),
        pa.field("location", pa.string()),
        pa.field("text", pa.string(), nullable=False),
    ]
)
MEDIA_SIGNAL_TABLES: Final = MappingProxyType({"files": _FILES, "signals": _SIGNALS, "texts": _TEXTS})
"""Name → schema of the tables of this store."""

_IDENTITY: Final = MappingProxyType(
    {
        "files": ("media", "reading"),
        "signals": ("media", "signal_type", "value", "mark", "location"),
        "texts": ("media", "reader", "location", "text"),
    }
)
_STORED_BY_STORE: Final = frozenset({"batch", "source", "acquired_at"})
_SHA256: Final = "sha256:"
_NAMED: Final = re.compile(rf"{_SHA256}[0-9a-f]{{64}}")


def open_media_signals(path: Path) -> TableStore:
    """Return the store at `path`; the folder is made by the first writer."""
    return TableStore(path, MEDIA_SIGNAL_TABLES)


def media_signal_rows(table: str, rows: list[tuple[Any, ...]]) -> pa.Table:
    """Return rows of one table, whose values stand in the order of its schema after the provenance."""
    schema = MEDIA_SIGNAL_TABLES[table]
    own = pa.schema([column for column in schema if column.name not in _STORED_BY_STORE])
    names = [name for name in own.names if name != "key"]
    columns = {name: pa.array([row[place] for row in rows], own.field(name).type) for place, name in enumerate(names)}
    columns["key"] = row_keys("media signal", [columns[name] for name in _IDENTITY[table]])
    return pa.table({name: columns[name] for name in own.names}, schema=own)


def named_media(corpus: Snapshot) -> set[str]:
    """Return the SHA-256 of every file that the corpus names by it: media, and the pictures of accounts."""
    named: set[str] = set()
    for table, columns in (("media", ["media_id"]), ("accounts", ["avatar", "banner"])):
        for batch in corpus.scan(table, columns):
            for column in columns:
                named.update(_digests(pc.unique(batch.column(column)).to_pylist()))
    return named


def _digests(names: Iterable[str | None]) -> Iterator[str]:
    for name in names:
        if name is not None and _NAMED.fullmatch(name):
            yield name.removeprefix(_SHA256)


def picture_hashes(store: TableStore) -> pa.Table:
    """Return the PDQ hashes of all pictures that were read, files called as the corpus calls them (`PICTURE_HASHES`).

    Pictures within another file (a frame, a page) are left out: they are not what was posted.
    """
    parts = [PICTURE_HASHES.empty_table()]
    for batch in store.snapshot().scan("signals", ["media", "signal_type", "value", "mark", "location"]):
        whole = pc.and_(pc.equal(batch["signal_type"], Pdq.NAME), pc.is_null(batch["location"]))
        found = batch.filter(whole)
        named = pc.binary_join_element_wise(_SHA256, found["media"], "")
        parts.append(pa.table([named, found["value"], found["mark"]], schema=PICTURE_HASHES))
    return pa.concat_tables(parts)


def forget_media_signals(corpus: Snapshot, store: TableStore, *, timeout_seconds: float = 0) -> int:
    """Erase what was taken from files that the corpus no longer names; returns the rows removed.

    Raises:
        StoreBusyError, StoreFullError: nothing was removed; run it again.
    """
    if not store.snapshot().row_count("files"):
        return 0
    named = pa.array(sorted(named_media(corpus)), pa.string())

    def orphaned(rows: pa.Table) -> Any:
        return ~pc.is_in(rows.column("media").combine_chunks(), value_set=named).to_numpy(zero_copy_only=False)

    with store.write(timeout_seconds) as writer:
        choice = RowChoice(columns=("media",), chosen=orphaned)
        return sum(writer.remove_rows(dict.fromkeys(MEDIA_SIGNAL_TABLES, choice)).values())
