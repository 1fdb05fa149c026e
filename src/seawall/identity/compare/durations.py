"""How long is that, in words, and when did an account begin?"""

from __future__ import annotations

from typing import Final

from seawall.identity.portrait import Portrait

__all__ = ["DAY", "HOUR", "MINUTE", "MONTH", "WEEK", "YEAR", "in_words", "opened_at"]

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 7 * DAY
MONTH: Final = 30 * DAY
YEAR: Final = 365 * DAY

_UNITS: Final = ((YEAR, "year"), (MONTH, "month"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))


def in_words(seconds: int) -> str:
    """Say how long something took, in the largest unit of which it has two, rounded down.

    >>> in_words(2_600), in_words(26 * HOUR), in_words(3 * YEAR), in_words(20)
    ('43 minutes', '26 hours', '3 years', 'less than a minute')
    """
    for length, unit in _UNITS:
        count = seconds // length
        if count >= 2:
            return f"{count} {unit}s"
    return "a minute" if seconds >= MINUTE else "less than a minute"


def opened_at(portrait: Portrait) -> int | None:
    """Return when an account was first there, in seconds since 1970: opened, or seen to post before that."""
    created, seen = portrait.created_at, portrait.first_post_at
    if created is None or seen is None:
        return seen if created is None else created
    return min(created, seen)
