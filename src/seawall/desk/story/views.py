"""Show the first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seawall.desk.access import for_staff

__all__ = ["home"]


@for_staff
def home(request: HttpRequest) -> HttpResponse:
    """Show what this desk is for and where to begin."""
    return render(request, "story/home.html")
