"""How do templates name what a token allows?"""

from __future__ import annotations

from django import template

from seawall.desk.hma.models import Scope

__all__ = ["register", "scope_words"]

register = template.Library()


@register.filter
def scope_words(scope: str) -> str:
    """Return what a scope allows, in the reader's language; one of another version is shown as written."""
    return str(Scope(scope).label) if scope in Scope.values else scope
