"""How do templates name a signal type, and say why an entry is held back or something was not taken?"""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise

from seawall.desk.banks.aside_words import aside_words
from seawall.desk.banks.models import BankEntry
from seawall.desk.banks.values import title_of_signal
from seawall.signals import SIGNAL_TYPES, ContentKind

__all__ = ["aside_words", "is_of_file", "of_entry", "register", "signal_title"]

register = template.Library()
register.filter(aside_words)

_OF_FILES: Final = frozenset({ContentKind.FILE, ContentKind.MEDIA})


@register.simple_tag
def signal_title(name: str) -> str | Promise:
    """Write the title of a signal type in the reader's language."""
    return title_of_signal(name)


@register.filter
def is_of_file(signal_type: str) -> bool:
    """Say whether a signal is taken from files: its value is a code that nobody reads."""
    return signal_type in SIGNAL_TYPES and SIGNAL_TYPES[signal_type].APPLIES_TO in _OF_FILES


@register.filter
def of_entry(held: dict[int, list[str | Promise]], entry: BankEntry) -> list[str | Promise]:
    """Return the words for why an entry is held back; none where it isn't."""
    return held.get(entry.pk, [])
