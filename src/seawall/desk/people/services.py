"""Who comes in, who may do what, who leaves? Every change of the staff is made here and leaves a ledger row.

Only an active administrator changes staff, and never their own roles. The check is repeated inside the transaction,
under a lock on the administrators' grants: two administrators who remove each other at the same moment can't both win,
so the last one always stays. `SYSTEM` acts at first start and for the demonstration alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.people import links
from seawall.desk.people.errors import (
    LastAdministratorError,
    NotAdministratorError,
    OwnRolesError,
    PasswordRefusedError,
    StaffExistsError,
    StaffStateError,
)
from seawall.desk.people.models import OneTimeLink, RoleGrant, StaffMember
from seawall.desk.people.roles import Role

__all__ = [
    "Invited",
    "accept_invitation",
    "add_staff",
    "change_language",
    "change_profile",
    "deactivate",
    "enter_by_link",
    "grant_role",
    "invite",
    "invite_again",
    "make_one_time_login",
    "reactivate",
    "recover",
    "revoke_role",
    "use_recovery",
]

Purpose = OneTimeLink.Purpose
Acting = StaffMember | str


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
        raise NotAdministratorError("people come in by invitation")
    staff = _new_staff(username, pseudonym=pseudonym or username, language=language)
    staff.accepted_at = utc_now()
    staff.is_active = True
    if password is not None:
        _set_password(staff, password)
    staff.save()
    names = _grant_all(staff, roles)
    payload = {"username": staff.username, "pseudonym": staff.pseudonym, "roles": names}
    record("staff_added", acting=acting, subject=staff.ledger_name, payload=payload)
    return staff


@transaction.atomic
def invite(username: str, *, acting: Acting, roles: Iterable[Role], language: str = "en") -> Invited:
    """Invite somebody under a login name; the link lets them choose password, pseudonym and language."""
    _require_administrator(acting)
    staff = _new_staff(username, pseudonym=username.strip().lower(), language=language)
    names = _grant_all(staff, roles)
    path = links.make_link(staff, Purpose.INVITATION, now=utc_now())
    payload = {"username": staff.username, "roles": names}
    record("staff_invited", acting=acting, subject=staff.ledger_name, payload=payload)
    return Invited(staff=staff, link_path=path)


@transaction.atomic
def invite_again(staff: StaffMember, *, acting: Acting) -> Invited:
    """Make a new invitation link for somebody who has not accepted yet; the old link ends."""
    _require_administrator(acting)
    if staff.accepted_at is not None:
        raise StaffStateError("this person accepted the invitation already: make a recovery link")
    path = links.make_link(staff, Purpose.INVITATION, now=utc_now())
    record("staff_invited_again", acting=acting, subject=staff.ledger_name)
    return Invited(staff=staff, link_path=path)


@transaction.atomic
def accept_invitation(link: OneTimeLink, *, password: str, pseudonym: str, language: str) -> StaffMember:
    """Let the invited person in: spend the link, set what they chose, make them active."""
    links.spend_link(_of_purpose(link, Purpose.INVITATION), now=utc_now())
    staff = link.staff
    staff.pseudonym, staff.language = pseudonym.strip(), language
    staff.accepted_at = utc_now()
    staff.is_active = True
    _set_password(staff, password)
    _save_unique(staff)
    payload = {"pseudonym": staff.pseudonym, "language": staff.language}
    record("invitation_accepted", acting=staff, subject=staff.ledger_name, payload=payload)
    return staff


@transaction.atomic
def recover(staff: StaffMember, *, acting: Acting) -> str:
    """Make a recovery link for somebody locked out and return its path.

    Using it sets a new password and removes every second factor, since a lost telephone is the usual reason.
    """
    _require_administrator(acting)
    if staff.accepted_at is None or not staff.is_active:
        raise StaffStateError("only active staff can be recovered: invite again, or reactivate first")
    path = links.make_link(staff, Purpose.RECOVERY, now=utc_now())
    record("recovery_link_made", acting=acting, subject=staff.ledger_name)
    return path


@transaction.atomic
def use_recovery(link: OneTimeLink, *, password: str) -> StaffMember:
    """Spend a recovery link: set the password, remove second factors, and so end every session of this person."""
    links.spend_link(_of_purpose(link, Purpose.RECOVERY), now=utc_now())
    staff = link.staff
    _require_active(staff)
    _set_password(staff, password)
    staff.save(update_fields=["password"])
    removed, _ = Authenticator.objects.filter(user=staff).delete()
    record("account_recovered", acting=staff, subject=staff.ledger_name, payload={"second_factors_removed": removed})
    return staff


@transaction.atomic
def make_one_time_login(staff: StaffMember, *, acting: Acting = SYSTEM) -> str:
    """Make a link that signs this person in once within 15 minutes; return its path.

    For the demonstration and for `seawall init`; no page of the desk makes one for somebody else.
    """
    _require_active(staff)
    if acting != SYSTEM and acting != staff:
        raise NotAdministratorError("nobody makes a login link for somebody else")
    path = links.make_link(staff, Purpose.LOGIN, now=utc_now())
    record("login_link_made", acting=acting, subject=staff.ledger_name)
    return path


@transaction.atomic
def enter_by_link(link: OneTimeLink) -> StaffMember:
    """Spend a one-time login and return who may be signed in now (a second factor is still asked for)."""
    links.spend_link(_of_purpose(link, Purpose.LOGIN), now=utc_now())
    _require_active(link.staff)
    record("login_link_used", acting=link.staff, subject=link.staff.ledger_name)
    return link.staff


@transaction.atomic
def grant_role(staff: StaffMember, role: Role, *, acting: Acting) -> bool:
    """Give a role; return False if it was held already."""
    _require_other_administrator(acting, staff)
    _, granted = RoleGrant.objects.get_or_create(staff=staff, role=role, defaults={"granted_at": utc_now()})
    if granted:
        staff.__dict__.pop("roles", None)
        record("role_granted", acting=acting, subject=staff.ledger_name, payload={"role": role.value})
    return granted


@transaction.atomic
def revoke_role(staff: StaffMember, role: Role, *, acting: Acting) -> bool:
    """Take a role away; return False if it was not held."""
    _require_other_administrator(acting, staff)
    if role == Role.ADMINISTRATOR:
        _require_another_administrator(staff)
    revoked, _ = RoleGrant.objects.filter(staff=staff, role=role).delete()
    if revoked:
        staff.__dict__.pop("roles", None)
        record("role_revoked", acting=acting, subject=staff.ledger_name, payload={"role": role.value})
    return bool(revoked)


@transaction.atomic
def deactivate(staff: StaffMember, *, acting: Acting) -> None:
    """Shut somebody out at once: their sessions end, their open links too. Roles are kept for a return."""
    _require_other_administrator(acting, staff)
    _require_another_administrator(staff)
    ended = links.end_links(staff, now=utc_now())
    if not staff.is_active and not ended:
        raise StaffStateError("this person is deactivated already")
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    staff.__dict__.pop("roles", None)
    record("staff_deactivated", acting=acting, subject=staff.ledger_name, payload={"links_ended": ended})


@transaction.atomic
def reactivate(staff: StaffMember, *, acting: Acting) -> None:
    """Let somebody deactivated sign in again."""
    _require_other_administrator(acting, staff)
    if staff.is_active or staff.accepted_at is None:
        raise StaffStateError("only somebody who was deactivated can be reactivated")
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    staff.__dict__.pop("roles", None)
    record("staff_reactivated", acting=acting, subject=staff.ledger_name)


@transaction.atomic
def change_profile(*, acting: StaffMember, pseudonym: str, language: str) -> StaffMember:
    """Let somebody change how colleagues see them and in which language they read."""
    acting.pseudonym, acting.language = pseudonym.strip(), language
    _save_unique(acting)
    payload = {"pseudonym": acting.pseudonym, "language": language}
    record("profile_changed", acting=acting, subject=acting.ledger_name, payload=payload)
    return acting


@transaction.atomic
def change_language(language: str, *, acting: StaffMember) -> None:
    """Keep the language that somebody chose in the header."""
    if acting.language == language:
        return
    acting.language = language
    acting.save(update_fields=["language"])
    record("language_changed", acting=acting, subject=acting.ledger_name, payload={"language": language})


def _new_staff(username: str, *, pseudonym: str, language: str) -> StaffMember:
    staff = StaffMember(
        username=username.strip().lower(), pseudonym=pseudonym.strip(), language=language, is_active=False
    )
    staff.set_unusable_password()
    try:
        StaffMember.username_validator(staff.username)
    except ValidationError as error:
        raise StaffStateError(" ".join(error.messages), field="username") from error
    return _save_unique(staff)


def _save_unique(staff: StaffMember) -> StaffMember:
    others = StaffMember.objects.exclude(pk=staff.pk)
    for field in ("username", "pseudonym"):
        if others.filter(**{f"{field}__iexact": getattr(staff, field)}).exists():
            raise StaffExistsError(f"somebody has this {field} already", field=field)
    try:
        with transaction.atomic():
            staff.save()
    except IntegrityError as error:  # somebody else took the name since the look above
        raise StaffExistsError from error
    return staff


def _grant_all(staff: StaffMember, roles: Iterable[Role]) -> list[str]:
    names = sorted({Role(role).value for role in roles})
    if not names:
        raise StaffStateError("give at least one role")
    now = utc_now()
    RoleGrant.objects.bulk_create(RoleGrant(staff=staff, role=name, granted_at=now) for name in names)
    return names


def _set_password(staff: StaffMember, password: str) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise PasswordRefusedError(" ".join(error.messages), reasons=tuple(error.messages)) from error
    staff.set_password(password)


def _of_purpose(link: OneTimeLink, purpose: Purpose) -> OneTimeLink:
    if link.purpose != purpose:
        raise StaffStateError(f"this link is for another purpose: {link.purpose}")
    return link


def _require_active(staff: StaffMember) -> None:
    if not StaffMember.objects.filter(pk=staff.pk, is_active=True).exists():
        raise StaffStateError("this person is not active")


def _administrators() -> set[int]:
    """Return the ids of active administrators, and lock their grants until the transaction ends."""
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    holders = {grant.staff_id for grant in grants}
    return set(StaffMember.objects.filter(pk__in=holders, is_active=True).values_list("pk", flat=True))


def _require_administrator(acting: Acting) -> None:
    if isinstance(acting, StaffMember):
        if acting.pk not in _administrators():
            raise NotAdministratorError
    elif acting != SYSTEM:
        raise NotAdministratorError


def _require_other_administrator(acting: Acting, staff: StaffMember) -> None:
    _require_administrator(acting)
    if acting == staff:
        raise OwnRolesError
    staff.refresh_from_db(fields=["is_active", "accepted_at"])  # another administrator may have been quicker


def _require_another_administrator(staff: StaffMember) -> None:
    administrators = _administrators()
    if staff.pk in administrators and administrators == {staff.pk}:
        raise LastAdministratorError
