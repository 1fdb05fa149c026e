"""How is a member put before reviewers? A finding about the account's profile that raises a look at its own posts.

The finding names the cell by its number alone, and nobody else of it. It is only ever "worth a look": co-ordination is
no breach, and a case on it is decided by what the account itself posts. Lawful alternatives that are named for the cell
go with it, and what speaks against them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from seawall.bulk import load_query
from seawall.desk.cases.priority import COORDINATED
from seawall.desk.cases.records import FindingRecord, ObservationRecord
from seawall.desk.cases.subjects import Subject
from seawall.desk.cells.models import CellMember
from seawall.desk.observations.corpus_view import read_corpus
from seawall.evidence import Evidence

__all__ = ["BANK", "ENGINE", "Seen", "finding_of", "newest_seen"]

ENGINE: Final = "network"
BANK: Final = "cells"
_VERSION: Final = "1"
_KEY_DIGITS: Final = 32
_BECAUSE: Final = (
    "Raised: the account acts together with others more than chance explains; look at what it posts itself."
)
_WHOLE_BITS: Final = 64.0
"""Bits that fill the bar: from there on the engine counts all ties alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The newest observation of an account or channel; `row` as the query names it."""

    row: dict[str, Any]

    @property
    def subject(self) -> Subject:
        """What a case about it is about."""
        if self.row["channel_id"] is not None:
            return Subject(platform=self.row["platform"], channel_id=self.row["channel_id"])
        return Subject(platform=self.row["platform"], account_id=self.row["account_id"])


def newest_seen(account: str) -> Seen | None:
    """Return the newest profile of an account (`platform:id`), else its newest post; None where there is neither."""
    query = load_query(__package__, "newest_seen")
    rows = read_corpus(lambda view: view.engine.table(query, {"account": account})).to_pylist()
    return Seen(row=rows[0]) if rows else None


def finding_of(member: CellMember, seen: Seen, *, now: datetime) -> FindingRecord:
    """Return the finding that `member` is put before reviewers as."""
    cell = member.cell
    return FindingRecord(
        key=hashlib.sha256(f"coordinated {member.key} {cell.line_id}".encode()).hexdigest()[:_KEY_DIGITS],
        revision=cell.pk,
        observation=_observation(seen.row),
        engine=ENGINE,
        engine_version=_VERSION,
        signal_type=COORDINATED,
        bank=BANK,
        entry_id=cell.line.ledger_subject,
        opinion="positive",
        tier="look",
        score=cell.certainty or 0.0,
        raised=True,
        because=_BECAUSE,
        found_at=now,
        part="profile",
        stage="cell",
        evidence=_evidence(member),
        entry_value=str(cell),
    )


def _evidence(member: CellMember) -> tuple[Evidence, ...]:
    cell = member.cell
    tied = f"It is tied to {member.tie_count} of {cell.size - 1} other accounts of the cell."
    return (
        Evidence(feature="ties", weight=min(1.0, member.strongest_bits / _WHOLE_BITS), detail=tied),
        *(
            Evidence(feature=role["role"], weight=0.0, detail=role["sentence"])
            for role in member.roles
            if role.get("sentence")
        ),
        *(
            Evidence(feature=one["name"], weight=0.0, detail=detail)
            for one in cell.lawful_alternatives
            for detail in (one["sentence"], *one.get("against", ()))
        ),
    )


def _observation(row: dict[str, Any]) -> ObservationRecord:
    parts = {"display_name": row["display_name"], "bio": row["bio"]}
    return ObservationRecord(
        key=row["key"].hex(),
        kind=row["kind"],
        platform=row["platform"],
        account_id=row["account_id"],
        channel_id=row["channel_id"],
        handle=row["handle"],
        display_name=row["display_name"],
        parts={name: text for name, text in parts.items() if text},
        url=row["url"],
    )
