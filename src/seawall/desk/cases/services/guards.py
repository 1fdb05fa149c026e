"""Who may take this step on this case now? Asked by every service, whatever the page already asked.

Analysts and legal officers work cases; approvers and auditors read them; administrators have no way in by that role
alone. A declared conflict of interest bars a person from every case about the same subject.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from seawall.desk.cases.errors import CaseBarredError, CaseClaimedError, CaseStateError, RoleMissingError
from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState, ConflictOfInterest
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = [
    "READERS",
    "WORKERS",
    "is_barred",
    "is_barred_from_subject",
    "lock_case",
    "require_no_foreign_claim",
    "require_reader",
    "require_unbarred",
    "require_unbarred_subject",
    "require_undecided",
    "require_worker",
]

WORKERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
READERS: Final = WORKERS | {Role.APPROVER, Role.AUDITOR}


def require_worker(acting: StaffMember) -> None:
    """Let analysts and legal officers pass."""
    if not acting.roles & WORKERS:
        raise RoleMissingError(_("Analysts and legal officers work cases; your roles don't include that."))


def require_reader(acting: StaffMember) -> None:
    """Let those pass who may read a case."""
    if not acting.roles & READERS:
        raise RoleMissingError(_("Your roles don't include the reading of cases."))


def is_barred(case: Case, staff: StaffMember) -> bool:
    """Say whether `staff` declared a conflict about the subject of this case."""
    return is_barred_from_subject(
        staff,
        platform=case.platform,
        account_id=case.account_id,
        channel_id=case.channel_id,
        post_key=case.post_key,
    )


def is_barred_from_subject(
    staff: StaffMember,
    *,
    platform: str,
    account_id: str | None = None,
    channel_id: str | None = None,
    post_key: str | None = None,
) -> bool:
    """Say whether `staff` declared a conflict about the account, the channel or the post (key in hexadecimal)."""
    names = {"case__account_id": account_id, "case__channel_id": channel_id, "case__post_key": post_key}
    # `pk__in=[]` matches no row, so a subject without any name bars nobody
    subject = Q(pk__in=[])
    for field, name in names.items():
        if name is not None:
            subject |= Q(**{field: name})
    return ConflictOfInterest.objects.filter(subject, staff=staff, case__platform=platform).exists()


def require_unbarred(case: Case, acting: StaffMember) -> None:
    """Refuse those who declared a conflict of interest about the subject of this case."""
    if is_barred(case, acting):
        raise CaseBarredError(_barred_words(), reference=case.reference)


def require_unbarred_subject(
    acting: StaffMember,
    *,
    platform: str,
    account_id: str | None = None,
    channel_id: str | None = None,
    post_key: str | None = None,
) -> None:
    """Refuse those who declared a conflict of interest about the account, the channel or the post."""
    if is_barred_from_subject(
        acting, platform=platform, account_id=account_id, channel_id=channel_id, post_key=post_key
    ):
        raise CaseBarredError(_barred_words(), platform=platform)


def _barred_words() -> str:
    return _("You declared a conflict of interest about this subject, so its cases are closed to you.")


def lock_case(case: Case) -> Case:
    """Return the case as the database has it now, held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=case.pk)


def require_undecided(case: Case) -> None:
    """Refuse a step on a case that is decided or closed."""
    if case.state not in UNDECIDED_STATES:
        raise CaseStateError(
            _("%(reference)s is no longer open: %(state)s.")
            % {"reference": case.reference, "state": CaseState(case.state).label},
            reference=case.reference,
            state=case.state,
        )


def require_no_foreign_claim(case: Case, acting: StaffMember, now: datetime) -> None:
    """Refuse a step while a colleague's claim runs."""
    if case.claimed_by is None or case.claimed_until is None:
        return
    if case.claimed_by_id != acting.pk and case.claimed_until > now:
        raise CaseClaimedError(
            _("%(person)s works on %(reference)s until %(time)s UTC.")
            % {
                "person": case.claimed_by.pseudonym,
                "reference": case.reference,
                "time": case.claimed_until.strftime("%H:%M"),
            },
            reference=case.reference,
        )
