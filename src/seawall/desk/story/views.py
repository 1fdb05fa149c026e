"""Show the first page, the wall of posts that the story begins with, and the pieces that all pages are made of."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from seawall.desk.access import for_roles, for_staff
from seawall.desk.people.roles import Role
from seawall.desk.story.facts import read_facts
from seawall.desk.story.scenes import scenes_of
from seawall.desk.story.wall import read_wall

__all__ = ["home", "pieces", "wall"]


@for_staff
def home(request: HttpRequest) -> HttpResponse:
    """Tell the story of this desk's world, or on an empty desk what to do next."""
    facts = read_facts(settings.SEAWALL.home)
    return render(request, "story/home.html", {"scenes": scenes_of(facts) if facts else ()})


@for_roles(Role.ANALYST, Role.LEGAL)
def wall(request: HttpRequest) -> HttpResponse:
    """Show the posts of the story's day, each with what became of it."""
    facts = read_facts(settings.SEAWALL.home)
    if facts is None:
        raise Http404
    return render(request, "story/wall.html", {"posts": read_wall(facts)})


@for_roles(Role.ADMINISTRATOR)
def pieces(request: HttpRequest) -> HttpResponse:
    """Show the design system's pieces with invented samples (docs/design-system.md)."""
    return render(request, "story/pieces.html")
