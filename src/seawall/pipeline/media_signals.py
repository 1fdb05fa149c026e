"""Which signals and texts are in the files of the corpus? A store beside the findings, by the files' SHA-256.

`files` names what was read, by which version of the readers and what could not be read; `signals` and `texts` hold what
came of it. Decoding a picture costs a thousand times what comparing it does: a new bank entry is compared with all
pictures ever seen without opening one. Left out: reading (`media_reading.py`), comparing (`media_matches.py`).
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import PROVENANCE, RowChoice, Snapshot, TableStore, row_keys

__all__ = [
    "MEDIA_SIGNAL_TABLES",
    "forget_media_signals",
    "media_signal_rows",
    "named_media",
    "open_media_signals",
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
    """Return the SHA-256 of every file that the corpus names by it."""
    named: set[str] = set()
    for batch in corpus.scan("media", ["media_id"]):
        for media_id in pc.unique(batch.column("media_id")).to_pylist():
            if media_id.startswith(_SHA256):
                named.add(media_id.removeprefix(_SHA256))
    return named


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
