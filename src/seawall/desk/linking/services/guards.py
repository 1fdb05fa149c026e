"""Who may take this step on links, and does it say why? Asked by every service, whatever the page already asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.linking.errors import LinkingRoleError, LinkReasonError, LinkStateError
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = [
    "READERS",
    "TRAINERS",
    "WORKERS",
    "lock_standing",
    "require_trainer",
    "require_unbarred_link",
    "require_worker",
    "stated_reason",
]

WORKERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
"""Who looks at links, judges them and opens cases on them."""
TRAINERS: Final = frozenset({Role.LEGAL})
"""Who has a model trained, or takes another one into use."""
READERS: Final = WORKERS | {Role.APPROVER, Role.AUDITOR}
"""Who may see that there are links, by number; names are for `WORKERS`."""


def require_worker(acting: StaffMember) -> None:
    """Let analysts and legal officers pass."""
    if not acting.roles & WORKERS:
        raise LinkingRoleError(_("Analysts and legal officers work on links."))


def require_trainer(acting: StaffMember) -> None:
    """Let legal officers pass."""
    if not acting.roles & TRAINERS:
        raise LinkingRoleError(_("Legal officers decide which model links, and when one is trained."))


def require_unbarred_link(link: Link, acting: StaffMember) -> None:
    """Refuse those who declared a conflict of interest about either account; CaseBarredError says so."""
    for platform, name in ((link.platform, link.account_id), (link.closed.platform, link.closed.account_id)):
        require_unbarred_subject(acting, platform=platform, account_id=name, channel_id=name)


def stated_reason(written: str) -> str:
    """Return a reason without the space around it; LinkReasonError where there is none."""
    reason = written.strip()
    if not reason:
        raise LinkReasonError
    return reason


def lock_standing(link: Link) -> Link:
    """Return the link as it is now, held; refuse one that no longer stands.

    Raises:
        LinkStateError: it was replaced, lapsed or withdrawn meanwhile, or the closing that it rests on has expired.
    """
    current = Link.objects.select_for_update(of=("self",)).select_related("closed", "model").get(pk=link.pk)
    if current.state != LinkState.STANDS:
        message = _("This link no longer stands: %(state)s.") % {"state": current.get_state_display()}
        raise LinkStateError(message, state=current.state)
    if current.closing_expired:
        raise LinkStateError(_("The closing that it rests on has expired."), state=LinkState.WITHDRAWN)
    return current
