"""How do templates name a signal type, and say why an entry is held back?"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from seawall.desk.banks.models import BankEntry
from seawall.desk.banks.values import title_of_signal

__all__ = ["of_entry", "register", "signal_title"]

register = template.Library()


@register.simple_tag
def signal_title(name: str) -> str | Promise:
    """Write the title of a signal type in the reader's language."""
    return title_of_signal(name)


@register.filter
def of_entry(held: dict[int, list[str | Promise]], entry: BankEntry) -> list[str | Promise]:
    """Return the words for why an entry is held back; none where it isn't."""
    return held.get(entry.pk, [])
