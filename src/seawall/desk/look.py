"""How do templates draw the small things that are the same everywhere: an icon, a bar, a moment?

These tags are built in (settings.TEMPLATES), so no template loads them. The strict CSP forbids inline styles, hence a
bar is an SVG whose width is an attribute. What the classes look like: static/desk/css/; more: docs/design-system.md.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

__all__ = ["bar", "icon", "moment", "register"]

register = template.Library()

_FOLLOWS_READING: frozenset[str] = frozenset({"arrow-right", "arrow-left", "log-out"})
"""Icons that point along the line of reading and so turn round in Arabic."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it is never alone, a word always stands beside it."""
    follows = " icon-follows" if name in _FOLLOWS_READING else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        follows,
        static("desk/icons.svg"),
        name,
    )


@register.simple_tag
def bar(share: float) -> SafeString:
    """Draw a bar filled to `share` (0–1; what lies outside is cut off). The words beside it say the same.

    >>> 'width="62.5"' in bar(0.625)
    True
    """
    width = round(100 * min(1.0, max(0.0, float(share))), 1)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="6"></rect></svg>',
        str(width),
    )


@register.simple_tag
def moment(instant: datetime | None, form: str = "minute") -> SafeString:
    """Write an aware instant as `<time>` in UTC; the desk's script adds the reader's own zone.

    Args:
        instant: aware; `None` writes a dash.
        form: `minute` (date and time) or `day` (the date alone).
    """
    if instant is None:
        return format_html("<span>{}</span>", "–")
    utc = instant.astimezone(UTC)
    pattern = pgettext("a day, as Django writes dates", "j M Y")
    if form != "day":
        pattern = pgettext("a minute, as Django writes dates", "j M Y, H:i")
    written = formats.date_format(utc, pattern)
    return format_html(
        '<time class="moment" datetime="{}" data-moment="{}"><bdi>{}</bdi>{}</time>',
        utc.isoformat(timespec="seconds").replace("+00:00", "Z"),
        form,
        written,
        "" if form == "day" else " UTC",
    )
