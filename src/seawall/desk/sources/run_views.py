"""Pages of one run: how far it is, cancel it, do it again."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.sources import selectors, services
from seawall.desk.sources.models import Run
from seawall.desk.sources.run_roles import KEEPERS, may_keep
from seawall.desk.sources.views import READERS

__all__ = ["again", "cancel", "progress", "run"]

STOP_POLLING: Final = 286
"""The status that tells htmx to ask no more."""


@for_roles(*READERS)
@require_safe
def run(request: StaffRequest, number: int) -> HttpResponse:
    """Show one run."""
    return render(request, "sources/run.html", _context(request, number))


@for_roles(*READERS)
@require_safe
def progress(request: StaffRequest, number: int) -> HttpResponse:
    """Answer how far a run is, for the part of the page that asks again every second."""
    context = _context(request, number)
    status = 200 if context["is_alive"] else STOP_POLLING
    return render(request, "sources/progress.html", context, status=status)


@for_roles(*KEEPERS)
@require_POST
def cancel(request: StaffRequest, number: int) -> HttpResponse:
    """Stop a run; an import takes back what it stored."""
    found = get_object_or_404(Run, pk=number)
    if not may_keep(request.user.roles, found):
        raise PermissionDenied
    services.cancel_run(found, acting=request.user)
    return redirect("sources:run", number)


@for_roles(*KEEPERS)
@require_POST
def again(request: StaffRequest, number: int) -> HttpResponse:
    """Queue an interrupted or failed run once more."""
    found = get_object_or_404(Run, pk=number)
    if not may_keep(request.user.roles, found):
        raise PermissionDenied
    services.run_again(found, acting=request.user)
    return redirect("sources:run", number)


def _context(request: StaffRequest, number: int) -> dict[str, Any]:
    found = get_object_or_404(Run.objects.select_related("asked_by"), pk=number)
    state = selectors.state_of(found)
    roles = request.user.roles
    return {
        "run": found,
        "state": state,
        "is_alive": state in {Run.State.WAITING, Run.State.RUNNING},
        "fraction": (found.progress.get("percent") or 0) / 100,
        "may_cancel": may_keep(roles, found) and not found.is_ended and found.kind != Run.Kind.WITHDRAWAL,
        "may_repeat": may_keep(roles, found) and state in {Run.State.INTERRUPTED, Run.State.FAILED},
    }
