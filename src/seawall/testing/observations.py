"""A few made-up observations, where a test needs rows but no world.

Rows are dictionaries of what matters to the test; the rest is filled in so that the published schemas are met. All of
it belongs to the fictional movement "Grey Lighthouse".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from seawall.corpus import PROVENANCE, TABLES, BatchOrigin, BatchWriter, observation_keys

__all__ = ["ACQUIRED_AT", "append_rows", "observation_table", "origin"]

ACQUIRED_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

_FILLED: dict[str, dict[str, Any]] = {
    "accounts": {"platform": "harbourfeed", "account_id": "1"},
    "posts": {"platform": "harbourfeed", "kind": "post"},
    "channels": {"platform": "harbourfeed", "channel_id": "1"},
    "media": {"platform": "harbourfeed", "media_id": "picture-1"},
    "interactions": {"platform": "harbourfeed", "kind": "mentioned", "target": "lampkeeper"},
}


def origin(
    name: str = "export.jsonl", *, source: str = "harbour export", acquired_at: datetime = ACQUIRED_AT
) -> BatchOrigin:
    """Return where a made-up batch comes from; two of one name and source are the same import."""
    return BatchOrigin(
        source=source, name=name, fingerprint=f"sha256 of {name}", map_name="seawall", acquired_at=acquired_at
    )


def observation_table(table: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return rows of a corpus table as an importer would hand them in: without provenance."""
    provenance = {field.name for field in PROVENANCE}
    schema = pa.schema([field for field in TABLES[table] if field.name not in provenance])
    return pa.Table.from_pylist([{**_FILLED[table], **row} for row in rows], schema=schema)


def append_rows(batch: BatchWriter, **tables: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Key and append made-up rows of any corpus tables; return (stored, repeats) by table."""
    keyed = {}
    for name, rows in tables.items():
        table = observation_table(name, rows)
        keys = batch.post_keys(table) if name == "posts" else observation_keys(name, table)
        keyed[name] = table.append_column("key", keys)
    return {name: (done.stored, done.repeats) for name, done in batch.append(keyed).items()}
