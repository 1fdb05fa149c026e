"""What django-allauth may do here: sign in and manage second factors, never sign up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

__all__ = ["StaffAccountAdapter"]


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff come in by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False
