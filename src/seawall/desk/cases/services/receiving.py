"""Take findings in, each once. The same delivery handed in again stores nothing.

A delivery is cut into chunks of 2,000; each chunk is one transaction with one ledger row, so a scan of any size holds
the database for moments only, and what a kill interrupts is completed by handing the delivery in again. A finding that
can't be stored is refused by itself, with its reason, in the answer and in the ledger; the others go through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.fitness import why_unfit
from seawall.desk.cases.models import Finding, ObservationCopy, Receipt
from seawall.desk.cases.records import FindingRecord, ObservationRecord, Received, Refused
from seawall.desk.cases.storable import storable_text
from seawall.desk.people.models import StaffMember

__all__ = ["CHUNK_SIZE", "receive_findings"]

CHUNK_SIZE: Final = 2000
_KEYS_PER_QUERY: Final = 500
_LONGEST_NAME: Final = 500


def receive_findings(findings: Iterable[FindingRecord], *, acting: StaffMember | str) -> Received:
    """Store the findings that the desk doesn't have yet; say how many were new, repeats and refused.

    `acting` is `SYSTEM` where a scheduled scan hands them in. Opens no case: `open_cases` does.
    """
    new = repeats = 0
    refused: list[Refused] = []
    for chunk in _chunks(findings):
        fit, unfit = _sort_out(chunk)
        stored = _store(fit, unfit, acting=acting)
        new += stored
        repeats += len(fit) - stored
        refused += unfit
    return Received(new=new, repeats=repeats, refused=tuple(refused))


@transaction.atomic
def _store(findings: list[FindingRecord], refused: list[Refused], *, acting: StaffMember | str) -> int:
    known = _known_keys(Finding, [finding.key for finding in findings])
    fresh = {finding.key: finding for finding in findings if finding.key not in known}
    if not fresh and not refused:
        return 0
    payload: dict[str, Any] = {
        "findings": len(fresh),
        "raised": sum(finding.raised for finding in fresh.values()),
        "keys_sha256": hashlib.sha256("\n".join(sorted(fresh)).encode()).hexdigest(),
        "refused": [[one.key[:80], one.reason] for one in refused],
    }
    if not fresh:
        record("findings_refused", acting=acting, subject="receipt:none", payload=payload)
        return 0
    receipt = Receipt.objects.create(
        received_at=utc_now(),
        received_by=acting if isinstance(acting, StaffMember) else None,
        finding_count=len(fresh),
    )
    copies = _copies([finding.observation for finding in fresh.values()])
    rows = (_row(finding, receipt, copies[finding.observation.key]) for finding in fresh.values())
    Finding.objects.bulk_create(rows, batch_size=_KEYS_PER_QUERY)
    record("findings_received", acting=acting, subject=f"receipt:{receipt.pk}", payload=payload)
    return len(fresh)


def _copies(observations: Sequence[ObservationRecord]) -> dict[str, int]:
    """Return the row of each observation's copy, made where there is none yet."""
    by_key = {observation.key: observation for observation in observations}
    known = _known_keys(ObservationCopy, list(by_key))
    missing = [_copy(observation) for key, observation in by_key.items() if key not in known]
    ObservationCopy.objects.bulk_create(missing, batch_size=_KEYS_PER_QUERY, ignore_conflicts=True)
    return _known_keys(ObservationCopy, list(by_key))


def _copy(observation: ObservationRecord) -> ObservationCopy:
    return ObservationCopy(
        key=observation.key,
        platform=observation.platform,
        account_id=observation.account_id,
        channel_id=observation.channel_id,
        post_id=observation.post_id,
        posted_at=observation.posted_at,
        handle=_text(observation.handle, _LONGEST_NAME),
        display_name=_text(observation.display_name, 2 * _LONGEST_NAME),
        text=_text(observation.text),
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


def _row(finding: FindingRecord, receipt: Receipt, observation_id: int) -> Finding:
    length = len(finding.observation.text or "")
    return Finding(
        key=finding.key,
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
        tier=finding.tier,
        score=finding.score,
        raised=finding.raised,
        because=storable_text(finding.because),
        evidence=[
            {
                "feature": one.feature,
                "weight": one.weight,
                "detail": storable_text(one.detail),
                "left": _text(one.left),
                "right": _text(one.right),
            }
            for one in finding.evidence
        ],
        spans=[[start, end] for start, end in finding.spans if 0 <= start < end <= length],
        found_at=finding.found_at,
    )


def _sort_out(chunk: list[FindingRecord]) -> tuple[list[FindingRecord], list[Refused]]:
    fit: list[FindingRecord] = []
    unfit: list[Refused] = []
    for finding in chunk:
        reason = why_unfit(finding)
        if reason is None:
            fit.append(finding)
        else:
            unfit.append(Refused(key=storable_text(finding.key), reason=reason))
    return fit, unfit


def _known_keys(model: type[Finding] | type[ObservationCopy], keys: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(keys), _KEYS_PER_QUERY):
        part = keys[start : start + _KEYS_PER_QUERY]
        known.update(model.objects.filter(key__in=part).values_list("key", "pk"))
    return known


def _text(value: str | None, longest: int | None = None) -> str | None:
    return None if not value else storable_text(value)[:longest]


def _chunks(findings: Iterable[FindingRecord]) -> Iterator[list[FindingRecord]]:
    remaining = iter(findings)
    while chunk := list(islice(remaining, CHUNK_SIZE)):
        yield chunk
