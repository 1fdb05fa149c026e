"""How often may one address try links? A count for each address and minute, kept in the cache.

Passwords have their own limits (django-allauth, ACCOUNT_RATE_LIMITS), and so has making links (`links.LINKS_AN_HOUR`).
Secrets are far too long to be guessed; the limit keeps guessing from being a burden.
"""

from __future__ import annotations

from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from seawall.desk.people.errors import TooManyTriesError

__all__ = ["TRIES_A_MINUTE", "count_try"]

TRIES_A_MINUTE: Final = 30


def count_try(request: HttpRequest) -> None:
    """Count one try of this address; over the limit, raise TooManyTriesError."""
    key = f"link-tries:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=60)
    try:
        tries = cache.incr(key)
    except ValueError:  # the minute ended between both calls
        return
    if tries > TRIES_A_MINUTE:
        raise TooManyTriesError
