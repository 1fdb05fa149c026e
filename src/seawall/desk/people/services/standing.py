"""What may somebody do, and may they still come in? Roles given and taken, people shut out and let in again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.people import links
from seawall.desk.people.errors import StaffStateError
from seawall.desk.people.models import RoleGrant, StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services.guards import Acting, require_another_administrator, require_other_administrator

__all__ = ["deactivate", "grant_role", "reactivate", "revoke_role"]


@transaction.atomic
def grant_role(staff: StaffMember, role: Role, *, acting: Acting) -> bool:
    """Give a role; return False if it was held already."""
    require_other_administrator(acting, staff)
    _grant, granted = RoleGrant.objects.get_or_create(staff=staff, role=role, defaults={"granted_at": utc_now()})
    if granted:
        staff.__dict__.pop("roles", None)
        record("role_granted", acting=acting, subject=staff.ledger_name, payload={"role": role.value})
    return granted


@transaction.atomic
def revoke_role(staff: StaffMember, role: Role, *, acting: Acting) -> bool:
    """Take a role away; return False if it was not held."""
    require_other_administrator(acting, staff)
    if role == Role.ADMINISTRATOR:
        require_another_administrator(staff)
    revoked, _kinds = RoleGrant.objects.filter(staff=staff, role=role).delete()
    if revoked:
        staff.__dict__.pop("roles", None)
        record("role_revoked", acting=acting, subject=staff.ledger_name, payload={"role": role.value})
    return bool(revoked)


@transaction.atomic
def deactivate(staff: StaffMember, *, acting: Acting) -> None:
    """Shut somebody out at once: their sessions end, their open links too. Roles are kept for a return."""
    require_other_administrator(acting, staff)
    require_another_administrator(staff)
    ended = links.end_links(staff, now=utc_now())
    if not staff.is_active and not ended:
        raise StaffStateError(_("This person is shut out already."))
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    staff.__dict__.pop("roles", None)
    record("staff_deactivated", acting=acting, subject=staff.ledger_name, payload={"links_ended": ended})


@transaction.atomic
def reactivate(staff: StaffMember, *, acting: Acting) -> None:
    """Let somebody deactivated sign in again."""
    require_other_administrator(acting, staff)
    if staff.is_active or staff.accepted_at is None:
        raise StaffStateError(_("Only somebody who was shut out can be let in again."))
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    staff.__dict__.pop("roles", None)
    record("staff_reactivated", acting=acting, subject=staff.ledger_name)
