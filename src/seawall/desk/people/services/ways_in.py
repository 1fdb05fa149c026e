"""How does somebody come back in? By a recovery link from an administrator, or by a one-time login for themselves."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.people import links
from seawall.desk.people.errors import NotAdministratorError, StaffStateError
from seawall.desk.people.models import OneTimeLink, StaffMember
from seawall.desk.people.services.guards import Acting, Purpose, of_purpose, require_active, require_administrator
from seawall.desk.people.services.saving import set_password

__all__ = ["enter_by_link", "make_one_time_login", "recover", "use_recovery"]


@transaction.atomic
def recover(staff: StaffMember, *, acting: Acting) -> str:
    """Make a recovery link for somebody locked out and return its path.

    Using it sets a new password and removes every second factor, since a lost telephone is the usual reason.
    """
    require_administrator(acting)
    if staff.accepted_at is None or not staff.is_active:
        raise StaffStateError(_("Only active staff can be recovered: invite again, or let them in first."))
    path = links.make_link(staff, Purpose.RECOVERY, now=utc_now())
    record("recovery_link_made", acting=acting, subject=staff.ledger_name)
    return path


@transaction.atomic
def use_recovery(link: OneTimeLink, *, password: str) -> StaffMember:
    """Spend a recovery link: set the password, remove second factors, and so end every session of this person."""
    links.spend_link(of_purpose(link, Purpose.RECOVERY), now=utc_now())
    staff = link.staff
    require_active(staff)
    set_password(staff, password)
    staff.save(update_fields=["password"])
    removed, _kinds = Authenticator.objects.filter(user=staff).delete()
    record("account_recovered", acting=staff, subject=staff.ledger_name, payload={"second_factors_removed": removed})
    return staff


@transaction.atomic
def make_one_time_login(staff: StaffMember, *, acting: Acting = SYSTEM) -> str:
    """Make a link that signs this person in once within 15 minutes; return its path.

    For the demonstration and for `seawall init`; no page of the desk makes one for somebody else.
    """
    require_active(staff)
    if acting != SYSTEM and acting != staff:
        raise NotAdministratorError(_("Nobody makes a login link for somebody else."))
    path = links.make_link(staff, Purpose.LOGIN, now=utc_now())
    record("login_link_made", acting=acting, subject=staff.ledger_name)
    return path


@transaction.atomic
def enter_by_link(link: OneTimeLink) -> StaffMember:
    """Spend a one-time login and return who may be signed in now (a second factor is still asked for)."""
    links.spend_link(of_purpose(link, Purpose.LOGIN), now=utc_now())
    require_active(link.staff)
    record("login_link_used", acting=link.staff, subject=link.staff.ledger_name)
    return link.staff
