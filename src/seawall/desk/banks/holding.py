"""What holds an entry or a piece of content back, in the sentence that findings carry?

Of several reasons one is told, in this order: disputed, quarantined, near what is protected, set aside after a look.
"""

from __future__ import annotations

from typing import Final

from seawall.desk.banks.models import Bank, Hold

__all__ = ["hold_sentence", "standing_reasons"]

_ORDER: Final = (Hold.Kind.DISPUTED, Hold.Kind.QUARANTINED, Hold.Kind.COLLIDING, Hold.Kind.SET_ASIDE)


def hold_sentence(kind: str, reason: str) -> str:
    """Return the sentence; quarantines and collisions have their own in `reason`, written by the engine.

    >>> hold_sentence("disputed", "a news picture")
    'Its entry is disputed: a news picture'
    """
    if kind == Hold.Kind.DISPUTED:
        return f"Its entry is disputed: {reason}"
    if kind == Hold.Kind.SET_ASIDE:
        return f"A reviewer set its entry aside: {reason}"
    return reason


def standing_reasons(bank: Bank) -> dict[tuple[str, int], str]:
    """Return the reasons that stand in a bank, by ("entry" or "content", number)."""
    reasons: dict[tuple[str, int], str] = {}
    held = bank.holds.filter(released_at__isnull=True).only("entry_id", "content_id", "kind", "reason")
    for hold in sorted(held, key=lambda one: _ORDER.index(Hold.Kind(one.kind))):
        on = ("entry", hold.entry_id or 0) if hold.content_id is None else ("content", hold.content_id)
        reasons.setdefault(on, hold_sentence(hold.kind, hold.reason))
    return reasons
