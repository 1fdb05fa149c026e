"""Who reads this page? The member of staff whom the access middleware let in."""

from __future__ import annotations

from django.http import HttpRequest

from seawall.desk.people.models import StaffMember

__all__ = ["reader_of"]


def reader_of(request: HttpRequest) -> StaffMember:
    """Return the signed-in member of staff; call it only in views that are not public."""
    assert isinstance(request.user, StaffMember)
    return request.user
