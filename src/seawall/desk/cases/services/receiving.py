"""Take findings in, each once. The same delivery handed in again stores nothing.

A delivery is cut into chunks of 2,000; each chunk is one transaction with one ledger row, so a scan of any size holds
the database for moments only, and what a kill interrupts is completed by handing the delivery in again. A finding that
can't be stored is refused by itself, with its reason, in the answer and in the ledger; the others go through.

A higher revision of a finding takes the place of the one before, which is withdrawn with the new reason. Where the new
one is raised, it stays in the case; where it is not, the case is looked at again (`grounds.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.fitness import why_unfit
from seawall.desk.cases.models import Case, Finding, ObservationCopy, Receipt
from seawall.desk.cases.records import FindingRecord, ObservationRecord, Received, Refused
from seawall.desk.cases.rows import copy_row, finding_row
from seawall.desk.cases.services.grounds import review_grounds
from seawall.desk.cases.storable import storable_text
from seawall.desk.people.models import StaffMember

__all__ = ["CHUNK_SIZE", "receive_findings"]

CHUNK_SIZE: Final = 2000
_ROWS_AT_ONCE: Final = 500


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
    fresh = _fresh(findings)
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
    record("findings_received", acting=acting, subject=f"receipt:{receipt.pk}", payload=payload)
    replaced = _withdraw_older(fresh, receipt)
    copies = _copies([finding.observation for finding in fresh.values()])
    rows = []
    for key, finding in fresh.items():
        row = finding_row(finding, receipt, copies[finding.observation.key])
        if key in replaced and row.raised and row.withdrawn_at is None:
            row.case_id = replaced.pop(key)
        rows.append(row)
    Finding.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    _review(replaced, fresh, acting=acting, receipt=receipt)
    return len(fresh)


def _fresh(findings: Iterable[FindingRecord]) -> dict[str, FindingRecord]:
    """Return, by key, the highest revision of each finding that is higher than what the desk has."""
    highest: dict[str, FindingRecord] = {}
    for finding in findings:
        held = highest.get(finding.key)
        if held is None or held.revision < finding.revision:
            highest[finding.key] = finding
    known: dict[str, int] = {}
    for part in _parts(list(highest)):
        rows = Finding.objects.filter(key__in=part).order_by("revision")
        known.update(rows.values_list("key", "revision"))
    return {key: finding for key, finding in highest.items() if finding.revision > known.get(key, -1)}


def _withdraw_older(fresh: Mapping[str, FindingRecord], receipt: Receipt) -> dict[str, int | None]:
    """Withdraw the standing rows that `fresh` takes the place of; return the case of each, by key."""
    replaced: dict[str, int | None] = {}
    for part in _parts([key for key, finding in fresh.items() if finding.revision > 0]):
        for row in Finding.objects.filter(key__in=part, withdrawn_at__isnull=True).only("key", "case_id"):
            row.withdrawn_at = receipt.received_at
            row.withdrawn_because = storable_text(fresh[row.key].because)
            row.save(update_fields=["withdrawn_at", "withdrawn_because"])
            replaced[row.key] = row.case_id
    return replaced


def _review(
    lost: Mapping[str, int | None], fresh: Mapping[str, FindingRecord], *, acting: StaffMember | str, receipt: Receipt
) -> None:
    """Look again at the cases that lost a finding and got nothing in its place."""
    because = {case: fresh[key].because for key, case in lost.items() if case is not None}
    for case in Case.objects.filter(pk__in=because).order_by("id"):
        review_grounds(case, acting=acting, because=because[case.pk], now=receipt.received_at)


def _copies(observations: Sequence[ObservationRecord]) -> dict[str, int]:
    """Return the row of each observation's copy, made where there is none yet."""
    by_key = {observation.key: observation for observation in observations}
    known = _copy_rows(list(by_key))
    missing = [copy_row(observation) for key, observation in by_key.items() if key not in known]
    ObservationCopy.objects.bulk_create(missing, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)
    return _copy_rows(list(by_key))


def _copy_rows(keys: list[str]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for part in _parts(keys):
        rows.update(ObservationCopy.objects.filter(key__in=part).values_list("key", "pk"))
    return rows


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


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        yield keys[start : start + _ROWS_AT_ONCE]


def _chunks(findings: Iterable[FindingRecord]) -> Iterator[list[FindingRecord]]:
    remaining = iter(findings)
    while chunk := list(islice(remaining, CHUNK_SIZE)):
        yield chunk
