"""How does a finding that was handed in become rows? One function a table, one line a column.

Text is made storable here; names that are only shown (handle, display name) are cut, since a source may send anything.
"""

from __future__ import annotations

from typing import Final

from seawall.desk.cases.models import Finding, ObservationCopy, Receipt
from seawall.desk.cases.records import FindingRecord, ObservationRecord
from seawall.desk.cases.storable import storable_text

__all__ = ["copy_row", "finding_row"]

_LONGEST_MARK: Final = 200
_LONGEST_NAME: Final = 500


def copy_row(observation: ObservationRecord) -> ObservationCopy:
    """Return the unsaved copy of an observation."""
    return ObservationCopy(
        key=observation.key,
        kind=observation.kind,
        platform=observation.platform,
        account_id=observation.account_id,
        channel_id=observation.channel_id,
        post_id=observation.post_id,
        posted_at=observation.posted_at,
        handle=_text(observation.handle, _LONGEST_NAME),
        display_name=_text(observation.display_name, 2 * _LONGEST_NAME),
        parts={storable_text(name): storable_text(part) for name, part in observation.parts.items() if part},
        language=_text(observation.language, 80),
        url=_text(observation.url),
        media=[
            {
                "media_id": storable_text(one.media_id),
                "media_type": _text(one.media_type),
                "description": _text(one.description),
            }
            for one in observation.media
        ],
    )


def finding_row(finding: FindingRecord, receipt: Receipt, observation_id: int) -> Finding:
    """Return the unsaved row of a finding; a span that doesn't lie in its text is left out."""
    length = len(finding.observation.parts.get(finding.part, ""))
    because = storable_text(finding.because)
    return Finding(
        key=finding.key,
        revision=finding.revision,
        receipt=receipt,
        observation_id=observation_id,
        engine=finding.engine,
        engine_version=finding.engine_version,
        signal_type=finding.signal_type,
        bank=finding.bank,
        entry_id=finding.entry_id,
        opinion=finding.opinion,
        policy=_text(finding.policy, _LONGEST_NAME),
        entry_value=_text(finding.entry_value),
        entry_note=_text(finding.entry_note),
        part=finding.part,
        distance=finding.distance,
        stage=finding.stage,
        transform=_text(finding.transform, _LONGEST_MARK),
        location=_text(finding.location, _LONGEST_MARK),
        media_id=_text(finding.media_id, _LONGEST_NAME),
        alignment=list(finding.alignment) if finding.alignment else None,
        tier=finding.tier,
        score=finding.score,
        raised=finding.raised,
        because=because,
        evidence=[
            {
                "feature": storable_text(one.feature),
                "weight": one.weight,
                "detail": storable_text(one.detail),
                "left": _text(one.left),
                "right": _text(one.right),
            }
            for one in finding.evidence
        ],
        spans=[[start, end] for start, end in finding.spans if 0 <= start < end <= length],
        found_at=finding.found_at,
        withdrawn_at=receipt.received_at if finding.is_withdrawn else None,
        withdrawn_because=because if finding.is_withdrawn else None,
    )


def _text(value: str | None, longest: int | None = None) -> str | None:
    return None if not value else storable_text(value)[:longest]
