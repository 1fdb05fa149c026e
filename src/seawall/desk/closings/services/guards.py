"""Who may take this step, and does it say why? Asked by every service, whatever the page already asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from seawall.desk.closings.errors import ClosingReasonError, ClosingRoleError
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = [
    "PROPOSERS",
    "READERS",
    "SIGNERS",
    "require_proposer",
    "require_refuser",
    "require_signer",
    "stated_reason",
]

PROPOSERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
"""Who may bring closed accounts in, open one of them, and withdraw it."""
SIGNERS: Final = frozenset({Role.LEGAL, Role.APPROVER})
"""Who may sign a list that somebody else brought in."""
READERS: Final = PROPOSERS | SIGNERS | {Role.AUDITOR}


def require_proposer(acting: StaffMember) -> None:
    """Let analysts and legal officers pass."""
    if not acting.roles & PROPOSERS:
        raise ClosingRoleError(_("Analysts and legal officers bring closed accounts in and withdraw them."))


def require_signer(acting: StaffMember) -> None:
    """Let legal officers and approvers pass."""
    if not acting.roles & SIGNERS:
        raise ClosingRoleError(_("Legal officers and approvers sign closed accounts."))


def require_refuser(acting: StaffMember) -> None:
    """Let everybody pass who may propose or sign: a refusal harms nobody."""
    if not acting.roles & (PROPOSERS | SIGNERS):
        raise ClosingRoleError(_("Analysts, legal officers and approvers refuse closed accounts."))


def stated_reason(written: str) -> str:
    """Return a reason without the space around it; ClosingReasonError where there is none."""
    reason = written.strip()
    if not reason:
        raise ClosingReasonError
    return reason
