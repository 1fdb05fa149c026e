"""How strong is a piece of evidence, in words? The words beside a bar say what the bar shows."""

from __future__ import annotations

from django.utils.translation import gettext as _

__all__ = ["STRONG", "weight_words"]

STRONG = 0.8
_MIDDLING = 0.4


def weight_words(weight: float) -> str:
    """Return the strength of a weight from −1 (speaks against) to 1 (speaks for)."""
    if weight < 0:
        return _("speaks against")
    if weight == 0:
        return _("weighs nothing by itself")
    if weight >= STRONG:
        return _("strong")
    return _("middling") if weight >= _MIDDLING else _("weak")
