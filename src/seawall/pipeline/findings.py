"""What is a finding? What an engine says of one observation and one bank entry, with its evidence: a row with a schema.

`finding_id` names observation and entry, and never changes. What is known about the pair does: an account may enter a
negative bank, an entry may be withdrawn. Each change is a new row with the next `revision`; the highest counts, the
others stay readable. `key` names finding and revision, so that finding the same again stores nothing.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from seawall.corpus import PROVENANCE, TIME, TableStore

__all__ = ["EVIDENCE", "FINDINGS", "FINDING_TABLES", "open_findings"]

EVIDENCE: Final = pa.struct(
    [
        pa.field("feature", pa.string(), nullable=False),  # signal type, or "negative_bank", "seed", "withdrawn"
        pa.field("weight", pa.float64(), nullable=False),  # below 0: speaks against raising
        pa.field("detail", pa.string(), nullable=False),  # the sentence for the reviewer
        pa.field("left", pa.string()),  # what was observed
        pa.field("right", pa.string()),  # what it was compared with
    ]
)

FINDINGS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("finding_id", pa.binary(16), nullable=False),
        pa.field("revision", pa.int32(), nullable=False),
        pa.field("table", pa.string(), nullable=False),  # of the observation: posts, accounts, channels, media
        pa.field("observation", pa.binary(16), nullable=False),  # key of the observation in its table
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account_id", pa.string()),
        pa.field("channel_id", pa.string()),
        pa.field("post_id", pa.string()),
        pa.field("posted_at", TIME),
        pa.field("bank", pa.string(), nullable=False),
        pa.field("entry_id", pa.string(), nullable=False),
        pa.field("signal_type", pa.string(), nullable=False),
        pa.field("entry_value", pa.string(), nullable=False),
        pa.field("policy", pa.string()),
        pa.field("field", pa.string(), nullable=False),  # column of the observation that carries the signal
        pa.field("start", pa.int32()),  # first character in that column, for signals taken from a part of it
        pa.field("end", pa.int32()),
        pa.field("distance", pa.int32(), nullable=False),  # in the unit of the signal type's matching; 0 if equal
        pa.field("stage", pa.string(), nullable=False),  # how it was found: exact, term, pdq, features, near_text …
        pa.field("media", pa.string()),  # media id of the file that it was found on or in
        pa.field("transform", pa.string()),  # what was done to the content before it met: "mirrored" …
        pa.field("location", pa.string()),  # where in its file it stood: "page 3, picture 1"
        pa.field("alignment", pa.list_(pa.float64())),  # homography to the banked picture, in fractions, row by row
        pa.field("tier", pa.string(), nullable=False),  # same, near, look
        pa.field("score", pa.float64(), nullable=False),  # of this finding alone, 0–1
        pa.field("raised", pa.bool_(), nullable=False),  # put before a reviewer
        pa.field("withdrawn", pa.bool_(), nullable=False),  # the entry is no longer held
        pa.field("because", pa.string(), nullable=False),  # why raised, or why not
        pa.field("evidence", pa.list_(EVIDENCE), nullable=False),
    ]
)

FINDING_TABLES: Final = MappingProxyType({"findings": FINDINGS})
"""Name → schema of the tables of the findings store."""


def open_findings(path: Path) -> TableStore:
    """Return the store of findings at `path`; the folder is made by the first writer."""
    return TableStore(path, FINDING_TABLES)
