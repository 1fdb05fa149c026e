"""How do templates name a signal type?"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from seawall.desk.banks.values import title_of_signal

__all__ = ["register", "signal_title"]

register = template.Library()


@register.simple_tag
def signal_title(name: str) -> str | Promise:
    """Write the title of a signal type in the reader's language."""
    return title_of_signal(name)
