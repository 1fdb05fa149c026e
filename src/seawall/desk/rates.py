"""How often did something happen within this minute? A count for each key, kept in the cache of this process.

Left out: what is limited, and how whoever asks too often is told; passwords have limits of their own (django-allauth).
"""

from __future__ import annotations

from django.core.cache import cache

__all__ = ["count_within_minute"]

_SECONDS = 60


def count_within_minute(key: str) -> int:
    """Count once more under `key`; return how often it was counted since its minute began."""
    cache.add(key, 0, timeout=_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # the minute ended between both calls
        return 1
