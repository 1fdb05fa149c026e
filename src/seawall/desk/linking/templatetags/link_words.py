"""How do templates write what a link says: probabilities, bits, families, tones?"""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seawall.desk.linking.models import Link, LinkClass, Verdict
from seawall.desk.linking.words import bits_words, depth_words, family_words, feature_words, strength, times_words
from seawall.desk.written_numbers import written

__all__ = ["register"]

register = template.Library()
register.filter("bits_words", bits_words)
register.filter("depth_words", depth_words)
register.filter("family_words", family_words)
register.filter("feature_words", feature_words)
register.filter("strength", strength)
register.filter("times_words", times_words)

_CLASS_TONES: Final = {LinkClass.LIKELY: "accent", LinkClass.POSSIBLE: "quiet", LinkClass.IMITATOR: "wait"}
_VERDICT_TONES: Final = {Verdict.SAME: "accent", Verdict.DIFFERENT: "ok", Verdict.UNSURE: "wait"}
_SURE: Final = 0.9995


@register.filter
def class_tone(link_class: str) -> str:
    """Return the tone of a class; the words beside it say the same."""
    return _CLASS_TONES.get(LinkClass(link_class), "quiet")


@register.filter
def verdict_tone(verdict: str) -> str:
    """Return the tone of a verdict."""
    return _VERDICT_TONES.get(Verdict(verdict), "quiet")


@register.filter
def verdict_label(verdict: str) -> str:
    """Return a verdict in the reader's language."""
    return str(Verdict(verdict).label)


@register.filter
def chance(probability: float) -> str:
    """Return a probability in percent, never as certain.

    >>> chance(0.9892), chance(0.99999), chance(0.0001)
    ('98.9 %', '> 99.9 %', '< 0.1 %')
    """
    if probability > _SURE:
        return f"> {written(99.9, places=1)} %"
    if probability < 1 - _SURE:
        return f"< {written(0.1, places=1)} %"
    return f"{written(100 * probability, places=1)} %"


@register.filter
def bound(probability: float) -> str:
    """Return a bound of an interval in percent, between 0.1 and 99.9.

    >>> bound(1.0), bound(0.9741), bound(0.0)
    ('99.9 %', '97.4 %', '0.1 %')
    """
    return f"{written(min(99.9, max(0.1, 100 * probability)), places=1)} %"


@register.filter
def signed_bits(bits: float) -> str:
    """Return bits with their sign, one digit after the point.

    >>> signed_bits(4.23), signed_bits(-0.5), signed_bits(-0.01)
    ('+4.2', '−0.5', '0.0')
    """
    shown = written(abs(bits), places=1)
    return shown if round(abs(bits), 1) == 0 else f"{'−' if bits < 0 else '+'}{shown}"


@register.filter
def account_name(account: Any) -> str:
    """Return how an account is called: handle, else name, else id."""
    return str(account.handle or account.name or account.account_id)


@register.filter
def names_families(link: Link) -> str:
    """Return the independent families of a link as a list of words."""
    return " · ".join(family_words(name) for name in link.families)


@register.simple_tag
def percent(name: str, value: float) -> SafeString:
    """Write an SVG attribute in percent, whatever the language writes as its decimal point."""
    return format_html(' {}="{}%"', name, f"{value:.2f}")
