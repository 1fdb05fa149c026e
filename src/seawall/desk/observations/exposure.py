"""How much has the reader unveiled today? A quiet figure in the header of every page, for that reader alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from seawall.clock import utc_now
from seawall.desk.observations.models import Exposure
from seawall.desk.people.models import StaffMember

__all__ = ["exposure", "reveals_today"]


def reveals_today(staff: StaffMember) -> int:
    """Return how often this person unveiled a picture since midnight UTC."""
    today = Exposure.objects.filter(staff=staff, day=utc_now().date()).first()
    return today.reveals if today else 0


def exposure(request: HttpRequest) -> dict[str, Any]:
    """Give templates `exposure_today`, asked of the database only where a page shows it."""
    staff = getattr(request, "user", None)
    if staff is None or not staff.is_authenticated:
        return {}
    return {"exposure_today": SimpleLazyObject(lambda: reveals_today(staff))}
