"""How do templates write what a cell says? Filters that turn stored values into the reader's words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seawall.desk.cells.words import certainty_tone, certainty_words, role_words, span_words, trace_words

__all__ = ["register"]

register = template.Library()
register.filter("certainty_tone", certainty_tone)
register.filter("certainty_words", certainty_words)
register.filter("role_words", role_words)
register.filter("span_words", span_words)
register.filter("trace_words", trace_words)


@register.filter
def percent(share: float | None) -> str:
    """Return a share of 0–1 in whole percent; a dash where there is none."""
    return "–" if share is None else f"{round(100 * share)} %"


@register.simple_tag
def across(name: str, value: float) -> SafeString:
    """Write an SVG attribute in percent, whatever the language writes as its decimal point."""
    return format_html(' {}="{}%"', name, f"{value:.2f}")


@register.filter
def instant(written: str | None) -> datetime | None:
    """Return the instant that a stored figure names."""
    return datetime.fromisoformat(written) if written else None
