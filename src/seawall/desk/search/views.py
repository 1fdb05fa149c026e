"""The search page, and the short answer for the palette."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from seawall.desk.access import StaffRequest, for_roles, for_staff
from seawall.desk.people.roles import Role
from seawall.desk.search.detection import detect
from seawall.desk.search.selectors import look_up

__all__ = ["palette", "search"]

_PAGE_HITS: Final = 20
_PALETTE_HITS: Final = 4
_PALETTE_SECONDS: Final = 0.4
_LEAST_PALETTE: Final = 2


@for_roles(Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """Look up whatever was pasted. A long paste comes by POST, so that it stays out of addresses and logs."""
    asked = detect(request.POST.get("q") or request.GET.get("q") or "")
    found = look_up(asked, reader=request.user, limit=_PAGE_HITS)
    template = "search/found.html" if request.headers.get("HX-Target") == "found" else "search/search.html"
    return render(request, template, {"asked": asked, "found": found})


@for_staff
@require_safe
def palette(request: StaffRequest) -> HttpResponse:
    """Answer the palette with the first hits of each group that the reader's roles open."""
    asked = detect(request.GET.get("q") or "")
    if len(asked.written) < _LEAST_PALETTE:
        return render(request, "search/palette.html", {"asked": asked})
    found = look_up(asked, reader=request.user, limit=_PALETTE_HITS, seconds=_PALETTE_SECONDS)
    return render(request, "search/palette.html", {"asked": asked, "found": found})
