"""How does a table of closed accounts come in? Part by part, each one transaction with its ledger row; as proposals.

An import that was killed goes on when the same person hands the same file in again. What was dealt with is told by the
rows of the file, not by how many there were: the file is judged anew, and by then some of it may have expired. Where
the first import was not killed after all, both share the rows: each takes what the other has not, and one of them ends
the list. Nothing is compared with what comes in before somebody else has signed it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from seawall.bulk import load_query
from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.closings.drafts import ClosedDraft, ListFacts, Remark
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState, RowRemark
from seawall.desk.closings.reading import read_closings
from seawall.desk.closings.services.expiring import expire_closings
from seawall.desk.closings.services.guards import require_proposer
from seawall.desk.closings.services.locking import lock_closings, lock_list
from seawall.desk.people.models import StaffMember
from seawall.digests import digest_stream

__all__ = ["PART_ROWS", "add_drafts", "digest_of", "import_closings"]

PART_ROWS: Final = 5_000
_ASKED_AT_ONCE: Final = 500
_SHUFFLE_BITS: Final = 31


class ProposalRow(NamedTuple):
    """A row of `insert_proposals.sql`; times as the database writes them."""

    listed_id: int
    imported_by_id: int
    row: int
    shuffle: int
    platform: str
    account_id: str
    kind: str
    handle: str | None
    name: str | None
    bio: str | None
    url: str | None
    avatar: str | None
    banner: str | None
    followers: int | None
    decision: str
    ground: str
    came_back: bool
    created: Any
    observed: Any
    closed_at: Any
    expires: Any


def import_closings(
    path: Path,
    facts: ListFacts,
    *,
    acting: StaffMember,
    progress: Callable[[int, int], None] = lambda _taken, _rows: None,
    stop: Callable[[], bool] = lambda: False,
) -> ClosingList:
    """Take in a table as proposals, and return its list with the counts.

    Args:
        path: the uploaded file, `.csv` or `.parquet`.
        facts: what is said of it.
        acting: who brings it in, and so can't sign it.
        progress: told how many accounts are dealt with, and of how many.
        stop: asked between parts; True leaves the rest for another time, or for who brings the same file in now.

    Raises:
        ClosingRoleError: not a role that brings closed accounts in.
        ClosingFileError: it is no such table.
    """
    require_proposer(acting)
    now = utc_now()
    read = read_closings(path, now=now)
    with path.open("rb") as stream:
        digest = digest_stream(stream).value
    expire_closings(now=now)
    listed = _begin(facts, digest, acting=acting)
    done = _rows_done(listed)
    drafts = [draft for draft in read.drafts if draft.row not in done]
    total = len(done) + len(drafts)
    for start in range(0, len(drafts), PART_ROWS):
        if stop():
            return listed
        part = drafts[start : start + PART_ROWS]
        listed = _take_part(listed, part, done, acting=acting)
        if listed.finished_at is not None:
            return listed
        done.update(draft.row for draft in part)
        progress(listed.taken, total)
    return _finish(listed, read.remarks, done, acting=acting)


def add_drafts(listed: ClosingList, drafts: Sequence[ClosedDraft], *, acting: StaffMember) -> list[Remark]:
    """Store drafts as proposals of a list, in the caller's transaction; return remarks on those that stand already."""
    lock_closings()
    standing, left = _earlier(drafts)
    remarks, rows = list[Remark](), list[ProposalRow]()
    for draft in drafts:
        key = (draft.platform, draft.account_id)
        if key in standing:
            remarks.append(Remark(kind="known", row=draft.row, reason=f"it stands here already as {standing[key]}"))
        else:
            rows.append(_proposal(listed, draft, came_back=key in left, acting=acting))
    if rows:
        with connection.cursor() as cursor:  # raw SQL: the ORM takes twice as long for all that an import does
            cursor.executemany(load_query("seawall.desk.closings", "insert_proposals"), rows)
    listed.proposed += len(rows)
    listed.known += len(remarks)
    return remarks


def digest_of(drafts: Sequence[ClosedDraft]) -> str:
    """Return one SHA-256 over `platform:id, decision, closing, expiry` of each, a line each, in order."""
    digest = hashlib.sha256()
    for one in drafts:
        parts = (f"{one.platform}:{one.account_id}", one.decision, one.closed_at.isoformat(), one.expires.isoformat())
        digest.update("\t".join(parts).encode() + b"\n")
    return digest.hexdigest()


@transaction.atomic
def _begin(facts: ListFacts, digest: str, *, acting: StaffMember) -> ClosingList:
    lock_closings()
    same = {"file_sha256": digest, "imported_by": acting, "came": facts.came}
    begun = ClosingList.objects.filter(**same, finished_at__isnull=True).first()
    if begun is not None:
        return begun
    return ClosingList.objects.create(
        **same, note=facts.note.strip()[:500], file_name=facts.file_name[:255], imported_at=utc_now()
    )


def _rows_done(listed: ClosingList, *, among: tuple[int, int] | None = None) -> set[int]:
    """Return the rows of the file that are proposed or known, of all or from one to another; a new list has none."""
    if not listed.taken:
        return set()
    proposed = ClosedAccount.objects.filter(listed=listed)
    known = RowRemark.objects.filter(listed=listed, kind=RowRemark.Kind.KNOWN)
    if among is not None:
        proposed, known = proposed.filter(row__range=among), known.filter(row__range=among)
    rows = (*proposed.values_list("row", flat=True), *known.values_list("row", flat=True))
    return {row for row in rows if row is not None}


def _done_by_now(current: ClosingList, done: AbstractSet[int], rows: Iterable[int | None]) -> AbstractSet[int]:
    """Return which of some rows are done in the locked list, by those that this import knows of."""
    asked = [row for row in rows if row is not None]
    if len(done) == current.taken or not asked:
        return done  # nobody else took any
    return done | _rows_done(current, among=(min(asked), max(asked)))


@transaction.atomic
def _take_part(
    listed: ClosingList, drafts: Sequence[ClosedDraft], done: AbstractSet[int], *, acting: StaffMember
) -> ClosingList:
    """Store what of a part is not done yet, and return the list as it is then; one that is finished stays as it is."""
    lock_closings()
    current = lock_list(listed)
    if current.finished_at is not None:
        return current
    done = _done_by_now(current, done, [draft.row for draft in drafts])
    left = [draft for draft in drafts if draft.row not in done]
    if not left:
        return current
    remarks = add_drafts(current, left, acting=acting)
    current.taken += len(left)
    current.save(update_fields=["taken", "proposed", "known"])
    _store_remarks(current, remarks)
    payload = {
        "rows": len(left),
        "known": len(remarks),
        "taken": current.taken,
        "file_sha256": current.file_sha256,
        "sha256": digest_of(left),
    }
    record("closing_list_part_added", acting=acting, subject=current.ledger_subject, payload=payload)
    return current


@transaction.atomic
def _finish(
    listed: ClosingList, remarks: Sequence[Remark], done: AbstractSet[int], *, acting: StaffMember
) -> ClosingList:
    lock_closings()
    listed = lock_list(listed)
    if listed.finished_at is not None:
        return listed
    done = _done_by_now(listed, done, [one.row for one in remarks])
    remarks = [one for one in remarks if one.kind == "note" or one.row not in done]
    listed.set_aside, listed.finished_at = sum(one.kind == "set_aside" for one in remarks), utc_now()
    listed.save(update_fields=["set_aside", "finished_at"])
    _store_remarks(listed, remarks)
    payload = {
        "came": listed.came,
        "file_name": listed.file_name,
        "file_sha256": listed.file_sha256,
        "proposed": listed.proposed,
        "known": listed.known,
        "set_aside": listed.set_aside,
    }
    record("closing_list_proposed", acting=acting, subject=listed.ledger_subject, payload=payload)
    return listed


def _earlier(drafts: Sequence[ClosedDraft]) -> tuple[dict[tuple[str, str], str], set[tuple[str, str]]]:
    """Return which of the drafts' accounts stand in the bank, by their number there, and which had left it."""
    standing: dict[tuple[str, str], str] = {}
    left: set[tuple[str, str]] = set()
    platforms = {draft.platform for draft in drafts}
    names = sorted({draft.account_id for draft in drafts})
    for start in range(0, len(names), _ASKED_AT_ONCE):
        some = names[start : start + _ASKED_AT_ONCE]
        found = ClosedAccount.objects.filter(platform__in=platforms, account_id__in=some)  # by the index of both
        for pk, platform, name, state in found.values_list("pk", "platform", "account_id", "state"):
            if state in {ClosingState.PROPOSED, ClosingState.SIGNED}:
                standing[platform, name] = f"CA{pk}"
            elif state == ClosingState.WITHDRAWN:
                left.add((platform, name))
    return standing, left


def _proposal(listed: ClosingList, draft: ClosedDraft, *, came_back: bool, acting: StaffMember) -> ProposalRow:
    written = connection.ops.adapt_datetimefield_value
    return ProposalRow(
        listed_id=listed.pk,
        imported_by_id=acting.pk,
        row=draft.row,
        shuffle=secrets.randbits(_SHUFFLE_BITS),  # nobody who brings a list in can say what its sample will be
        platform=draft.platform,
        account_id=draft.account_id,
        kind=draft.kind,
        handle=draft.handle,
        name=draft.name,
        bio=draft.bio,
        url=draft.url,
        avatar=draft.avatar,
        banner=draft.banner,
        followers=draft.followers,
        decision=draft.decision,
        ground=draft.ground,
        came_back=came_back,
        created=written(draft.created),
        observed=written(draft.observed),
        closed_at=written(draft.closed_at),
        expires=written(draft.expires),
    )


def _store_remarks(listed: ClosingList, remarks: Sequence[Remark]) -> None:
    rows = [RowRemark(listed=listed, kind=one.kind, row=one.row, reason=one.reason) for one in remarks]
    RowRemark.objects.bulk_create(rows, batch_size=_ASKED_AT_ONCE)
