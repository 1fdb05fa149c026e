"""Show staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seawall.desk.access import for_roles
from seawall.desk.people.roles import Role

__all__ = ["staff_list"]


@for_roles(Role.ADMINISTRATOR)
def staff_list(request: HttpRequest) -> HttpResponse:
    """List the staff."""
    return render(request, "people/list.html")
