"""Read the staff: who is there, and what is each of them trusted with?"""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from seawall.desk.people.errors import UnknownStaffError
from seawall.desk.people.models import OneTimeLink, RoleGrant, StaffMember
from seawall.desk.people.roles import Role

__all__ = ["all_staff", "names_of", "roles_of", "staff_named", "staff_numbered", "unused_links"]


def all_staff() -> QuerySet[StaffMember]:
    """Return everybody by pseudonym, with their grants."""
    grants = Prefetch("role_grants", RoleGrant.objects.order_by("role"))
    return StaffMember.objects.order_by("pseudonym").prefetch_related(grants)


def staff_numbered(number: int) -> StaffMember:
    """Return one member of staff; an unknown number is a 404."""
    return get_object_or_404(all_staff(), pk=number)


def staff_named(username: str) -> StaffMember:
    """Return who signs in under this login name; nobody raises UnknownStaffError."""
    staff = all_staff().filter(username__iexact=username.strip()).first()
    if staff is None:
        raise UnknownStaffError(f"nobody signs in as {username!r}", username=username)
    return staff


def roles_of(staff: StaffMember) -> frozenset[Role]:
    """Return the roles granted, held back or not while the person is inactive."""
    return frozenset(Role(grant.role) for grant in staff.role_grants.all())


def unused_links(staff: StaffMember) -> QuerySet[OneTimeLink]:
    """Return the links of somebody that nobody used, latest first; they may have ended."""
    return staff.one_time_links.filter(used_at__isnull=True).order_by("-made_at")


def names_of(ledger_names: set[str]) -> dict[str, str]:
    """Return the pseudonym for each `staff:<number>` that is still known."""
    numbers = {int(name[6:]) for name in ledger_names if name.startswith("staff:") and name[6:].isdecimal()}
    return {staff.ledger_name: staff.pseudonym for staff in StaffMember.objects.filter(pk__in=numbers)}
