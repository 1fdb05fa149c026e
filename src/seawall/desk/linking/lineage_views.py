"""Actors: the accounts that links and judgements hold together, over time. No person is named, nothing stored."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.linking import actor_views, services
from seawall.desk.linking.lineage_page import actor_line, lineage_page
from seawall.desk.linking.models import Link
from seawall.desk.linking.services.guards import READERS, WORKERS

__all__ = ["actor", "actors"]

_PAGE_ACTORS: Final = 50


@for_roles(*READERS)
@require_safe
def actors(request: StaffRequest) -> HttpResponse:
    """List the actors of two accounts and more, the largest first; without names."""
    lines = [actor_line(view) for view in actor_views.actors(request.user)]
    page = Paginator(lines, _PAGE_ACTORS).get_page(request.GET.get("page"))
    return render(request, "linking/actors.html", {"page": page, "may_work": bool(request.user.roles & WORKERS)})


@for_roles(*WORKERS)
@require_safe
def actor(request: StaffRequest, number: int) -> HttpResponse:
    """Show the lineage that a link belongs to."""
    link = get_object_or_404(Link.objects.select_related("closed", "model"), pk=number)
    services.look_at_link(link, acting=request.user)
    view = actor_views.actor_of(link)
    page = lineage_page(view, reader=request.user, now=utc_now()) if view is not None else None
    return render(request, "linking/actor.html", {"link": link, "page": page})
