"""Where is the page of an observation? Names come from sources, so some fit into no address: those have no page.

A platform with a slash in it, or an id with a line break, can't stand in a path. Such an observation is shown without a
link rather than breaking the page.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

__all__ = ["page_address"]


def page_address(name: str, *parts: str) -> str:
    """Return the address of the page `name` for these parts, or "" where they fit into none."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
