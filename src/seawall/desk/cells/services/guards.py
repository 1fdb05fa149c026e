"""Who may take this step on cells, and does it say why? Asked by every service, whatever the page already asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from seawall.desk.cells.errors import CellReasonError, CellRoleError
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["READERS", "WORKERS", "require_reader", "require_worker", "stated_reason"]

WORKERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
"""Who has cells looked for, opens cases on members, exports, and asks for names."""
READERS: Final = WORKERS | {Role.AUDITOR}
"""Who may see cells by pseudonym."""


def require_worker(acting: StaffMember) -> None:
    """Let analysts and legal officers pass."""
    if not acting.roles & WORKERS:
        raise CellRoleError(_("Analysts and legal officers work on cells."))


def require_reader(acting: StaffMember) -> None:
    """Let those pass who may see cells by pseudonym."""
    if not acting.roles & READERS:
        raise CellRoleError(_("Your roles don’t include the reading of cells."))


def stated_reason(written: str) -> str:
    """Return a reason without the space around it; CellReasonError where there is none."""
    reason = written.strip()
    if not reason:
        raise CellReasonError
    return reason
