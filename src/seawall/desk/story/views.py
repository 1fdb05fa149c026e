"""Show the first page, and the pieces that all pages are made of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seawall.desk.access import for_roles, for_staff
from seawall.desk.people.roles import Role

__all__ = ["home", "pieces"]


@for_staff
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this desk is for and where to begin."""
    return render(request, "story/home.html")


@for_roles(Role.ADMINISTRATOR)
@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Show the design system's pieces with invented samples (docs/design-system.md)."""
    return render(request, "story/pieces.html")
