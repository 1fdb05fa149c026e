"""How is a member of staff stored? Names once in any letter case, passwords only if they are strong enough."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.people.errors import PasswordRefusedError, StaffExistsError, StaffStateError
from seawall.desk.people.models import RoleGrant, StaffMember
from seawall.desk.people.roles import Role

__all__ = ["grant_all", "new_staff", "save_unique", "set_password"]


def new_staff(username: str, *, pseudonym: str, language: str) -> StaffMember:
    """Store somebody who can't sign in yet; a name that is impossible or taken raises."""
    staff = StaffMember(
        username=username.strip().lower(), pseudonym=pseudonym.strip(), language=language, is_active=False
    )
    staff.set_unusable_password()
    try:
        StaffMember.username_validator(staff.username)
    except ValidationError as error:
        raise StaffStateError(" ".join(error.messages), field="username") from error
    return save_unique(staff)


def save_unique(staff: StaffMember, *, fields: Iterable[str] | None = None) -> StaffMember:
    """Save, or save only `fields`, unless somebody else has the login name or pseudonym: StaffExistsError."""
    others = StaffMember.objects.exclude(pk=staff.pk)
    taken = {
        "username": _("Somebody has this login name already."),
        "pseudonym": _("Somebody has this pseudonym already."),
    }
    for field, sentence in taken.items():
        if others.filter(**{f"{field}__iexact": getattr(staff, field)}).exists():
            raise StaffExistsError(sentence, field=field)
    try:
        with transaction.atomic():
            staff.save(update_fields=fields)
    except IntegrityError as error:  # somebody else took the name since the look above
        raise StaffExistsError from error
    return staff


def grant_all(staff: StaffMember, roles: Iterable[Role]) -> list[str]:
    """Grant the first roles of somebody new and return their names; none raises StaffStateError."""
    names = sorted({Role(role).value for role in roles})
    if not names:
        raise StaffStateError(_("Give at least one role."))
    now = utc_now()
    RoleGrant.objects.bulk_create(RoleGrant(staff=staff, role=name, granted_at=now) for name in names)
    return names


def set_password(staff: StaffMember, password: str) -> None:
    """Set, but not save, a password; a weak one raises PasswordRefusedError."""
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise PasswordRefusedError(" ".join(error.messages), reasons=tuple(error.messages)) from error
    staff.set_password(password)
