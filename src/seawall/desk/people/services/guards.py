"""Who may change the staff? An active administrator, and never their own roles.

The check is made inside the transaction, under a lock on the administrators' grants: two administrators who remove each
other at the same moment can't both win, so the last one always stays. `SYSTEM` acts at first start, for the
demonstration and at the machine itself (`seawall init --recover`).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from seawall.desk.audit.services import SYSTEM
from seawall.desk.people.errors import (
    LastAdministratorError,
    NotAdministratorError,
    OwnRolesError,
    StaffStateError,
)
from seawall.desk.people.models import OneTimeLink, RoleGrant, StaffMember
from seawall.desk.people.roles import Role

__all__ = [
    "Acting",
    "Purpose",
    "of_purpose",
    "require_active",
    "require_administrator",
    "require_another_administrator",
    "require_other_administrator",
]

Acting = StaffMember | str
Purpose = OneTimeLink.Purpose


def require_administrator(acting: Acting) -> None:
    """Raise NotAdministratorError unless an active administrator, or the desk itself, acts."""
    if isinstance(acting, StaffMember):
        if acting.pk not in _administrators():
            raise NotAdministratorError
    elif acting != SYSTEM:
        raise NotAdministratorError


def require_other_administrator(acting: Acting, staff: StaffMember) -> None:
    """Raise OwnRolesError, too, if they would change themselves; bring `staff` up to date."""
    require_administrator(acting)
    if acting == staff:
        raise OwnRolesError
    staff.refresh_from_db(fields=["is_active", "accepted_at"])  # another administrator may have been quicker


def require_another_administrator(staff: StaffMember) -> None:
    """Raise LastAdministratorError if nobody else administers the desk."""
    administrators = _administrators()
    if staff.pk in administrators and administrators == {staff.pk}:
        raise LastAdministratorError


def require_active(staff: StaffMember) -> None:
    """Raise StaffStateError unless this person may sign in."""
    if not StaffMember.objects.filter(pk=staff.pk, is_active=True).exists():
        raise StaffStateError(_("This person is not active."))


def of_purpose(link: OneTimeLink, purpose: Purpose) -> OneTimeLink:
    """Return the link if it is for this purpose; else raise StaffStateError."""
    if link.purpose != purpose:
        raise StaffStateError(_("This link is for another purpose."))
    return link


def _administrators() -> set[int]:
    """Return the ids of active administrators, and lock their grants until the transaction ends."""
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    holders = {grant.staff_id for grant in grants}
    return set(StaffMember.objects.filter(pk__in=holders, is_active=True).values_list("pk", flat=True))
