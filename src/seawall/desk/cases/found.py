"""From the findings store and the corpus to what the desk takes in: each finding with the observation it is about.

One streamed join of the last revisions with the tables they speak of; what was erased or withdrawn from the corpus
since comes without its text. The bank's note and opinion are those of the entries that are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from seawall import __version__
from seawall.bulk import Engine, load_query
from seawall.desk.cases.records import FindingRecord, MediaRecord, ObservationRecord
from seawall.evidence import Evidence
from seawall.index import BankEntry

__all__ = ["ENGINE", "found_records"]

ENGINE: Final = "scan"

_PARTS: Final = {
    "posts": {"text": "text"},
    "accounts": {"display_name": "profile_name", "bio": "bio", "url": "address"},
    "channels": {"title": "title", "description": "channel_description", "url": "address"},
    "media": {"description": "media_description"},
}
"""For each table, its columns that hold text and the columns of the query that bring them."""


def found_records(engine: Engine, entries: Iterable[BankEntry]) -> Iterator[FindingRecord]:
    """Stream every finding in its last revision, in the order in which the posts were written.

    Args:
        engine: has a snapshot of the corpus and one of the findings store attached.
        entries: those that were scanned with; a finding of another entry is taken for one of a positive entry.
    """
    by_entry = {(entry.bank, entry.entry_id): entry for entry in entries}
    for batch in engine.read(load_query("seawall.desk.cases", "found")):
        for row in batch.to_pylist():
            yield _record(row, by_entry.get((row["bank"], row["entry_id"])))


def _record(row: Mapping[str, Any], entry: BankEntry | None) -> FindingRecord:
    whole = row["start"] is None or row["end"] is None
    return FindingRecord(
        key=row["finding_id"].hex(),
        revision=row["revision"],
        observation=_observation(row),
        engine=ENGINE,
        engine_version=__version__,
        signal_type=row["signal_type"],
        bank=row["bank"],
        entry_id=row["entry_id"],
        opinion=str(entry.opinion) if entry else "positive",
        policy=row["policy"],
        entry_value=entry.written or entry.value if entry else row["entry_value"],
        entry_note=entry.note if entry else None,
        part=row["field"],
        stage=row["stage"],
        distance=row["distance"],
        transform=row["transform"],
        location=row["location"],
        media_id=row["media"],
        alignment=tuple(row["alignment"]) if row["alignment"] else None,
        tier=row["tier"],
        score=row["score"],
        raised=row["raised"],
        is_withdrawn=row["withdrawn"],
        because=row["because"],
        evidence=tuple(Evidence(**fact) for fact in row["evidence"]),
        spans=() if whole else ((row["start"], row["end"]),),
        found_at=row["acquired_at"],
    )


def _observation(row: Mapping[str, Any]) -> ObservationRecord:
    parts = {name: row[column] for name, column in _PARTS[row["table"]].items() if row[column]}
    return ObservationRecord(
        key=row["observation"].hex(),
        kind=row["table"],
        platform=row["platform"],
        account_id=row["account_id"],
        channel_id=row["channel_id"],
        post_id=row["post_id"],
        posted_at=row["posted_at"],
        handle=row["handle"],
        display_name=row["display_name"],
        parts=parts,
        language=row["language"],
        url=row["address"],
        media=_media(row),
    )


def _media(row: Mapping[str, Any]) -> tuple[MediaRecord, ...]:
    if row["table"] == "media" and row["media_id"]:
        return (MediaRecord(media_id=row["media_id"], media_type=row["media_type"]),)
    described = {file["media_id"]: MediaRecord(**file) for file in row["files"] or ()}
    for media_id in row["attached"] or ():
        described.setdefault(media_id, MediaRecord(media_id=media_id))
    return tuple(described.values())
