"""What django-allauth may do here: sign in and manage second factors, never sign up; and the ledger hears of it.

allauth tells its adapter of each of these moments; the rows are written here, since no service of ours is called.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from seawall.desk.audit.services import record
from seawall.desk.people.models import StaffMember

__all__ = ["StaffAccountAdapter"]


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff come in by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def post_login(self, request: HttpRequest, user: StaffMember, **kwargs: Any) -> HttpResponse:
        """Record that somebody signed in, once every factor was given."""
        _record("signed_in", user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password for a name that exists; the number of tries is limited (ACCOUNT_RATE_LIMITS)."""
        username = str(credentials.get("username") or "")
        staff = StaffMember.objects.filter(username__iexact=username).first()
        if staff is not None:
            with transaction.atomic():
                record("sign_in_failed", acting="stranger", subject=staff.ledger_name)

    def set_password(self, user: StaffMember, password: str) -> None:
        """Set the password that somebody chose under Profile, and record it."""
        with transaction.atomic():
            super().set_password(user, password)
            _record("password_changed", user)

    def send_notification_mail(self, template_prefix: str, user: StaffMember, **kwargs: Any) -> None:
        """Write the ledger instead of a mail: a second factor was added, changed or removed."""
        moment = template_prefix.rpartition("/")[2]
        if template_prefix.startswith("mfa/"):
            _record("second_factor_changed", user, {"change": moment})


def _record(event: str, staff: StaffMember, payload: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        record(event, acting=staff, subject=staff.ledger_name, payload=payload)
