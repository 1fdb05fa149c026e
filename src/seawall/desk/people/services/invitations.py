"""How do people come in? By invitation; the first administrator and made-up worlds are added by the desk itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.people import links
from seawall.desk.people.errors import NotAdministratorError, StaffStateError
from seawall.desk.people.models import OneTimeLink, StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services.guards import Acting, Purpose, of_purpose, require_administrator
from seawall.desk.people.services.saving import grant_all, new_staff, save_unique, set_password

__all__ = ["Invited", "accept_invitation", "add_staff", "invite", "invite_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody invited, and the path of the link to hand over; it is shown this once."""

    staff: StaffMember
    link_path: str


@transaction.atomic
def add_staff(
    username: str,
    *,
    acting: Acting,
    roles: Iterable[Role],
    password: str | None = None,
    pseudonym: str | None = None,
    language: str = "en",
) -> StaffMember:
    """Add a member of staff who can sign in at once; without `password`, by a one-time link alone.

    People are invited (`invite`); this is for the first administrator and for made-up worlds, and SYSTEM's alone.
    """
    if acting != SYSTEM:
        raise NotAdministratorError(_("People come in by invitation."))
    staff = new_staff(username, pseudonym=pseudonym or username, language=language)
    staff.accepted_at = utc_now()
    staff.is_active = True
    if password is not None:
        set_password(staff, password)
    staff.save()
    names = grant_all(staff, roles)
    payload = {"username": staff.username, "pseudonym": staff.pseudonym, "roles": names}
    record("staff_added", acting=acting, subject=staff.ledger_name, payload=payload)
    return staff


@transaction.atomic
def invite(username: str, *, acting: Acting, roles: Iterable[Role], language: str = "en") -> Invited:
    """Invite somebody under a login name; the link lets them choose password, pseudonym and language."""
    require_administrator(acting)
    staff = new_staff(username, pseudonym=username.strip().lower(), language=language)
    names = grant_all(staff, roles)
    path = links.make_link(staff, Purpose.INVITATION, now=utc_now())
    payload = {"username": staff.username, "roles": names}
    record("staff_invited", acting=acting, subject=staff.ledger_name, payload=payload)
    return Invited(staff=staff, link_path=path)


@transaction.atomic
def invite_again(staff: StaffMember, *, acting: Acting) -> Invited:
    """Make a new invitation link for somebody who has not accepted yet; the old link ends."""
    require_administrator(acting)
    if staff.accepted_at is not None:
        raise StaffStateError(_("This person accepted the invitation already: make a recovery link."))
    path = links.make_link(staff, Purpose.INVITATION, now=utc_now())
    record("staff_invited_again", acting=acting, subject=staff.ledger_name)
    return Invited(staff=staff, link_path=path)


@transaction.atomic
def accept_invitation(link: OneTimeLink, *, password: str, pseudonym: str, language: str) -> StaffMember:
    """Let the invited person in: spend the link, set what they chose, make them active."""
    links.spend_link(of_purpose(link, Purpose.INVITATION), now=utc_now())
    staff = link.staff
    staff.pseudonym, staff.language = pseudonym.strip(), language
    staff.accepted_at = utc_now()
    staff.is_active = True
    set_password(staff, password)
    save_unique(staff)
    payload = {"pseudonym": staff.pseudonym, "language": staff.language}
    record("invitation_accepted", acting=staff, subject=staff.ledger_name, payload=payload)
    return staff
