"""How often may one address try links? A count for each address and minute.

Passwords have their own limits (django-allauth, ACCOUNT_RATE_LIMITS), and so has making links (`links.LINKS_AN_HOUR`).
Secrets are far too long to be guessed; the limit keeps guessing from being a burden.
"""

from __future__ import annotations

from typing import Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from seawall.desk.people.errors import TooManyTriesError
from seawall.desk.rates import count_within_minute

__all__ = ["TRIES_A_MINUTE", "count_try"]

TRIES_A_MINUTE: Final = 30


def count_try(request: HttpRequest) -> None:
    """Count one try of this address; over the limit, raise TooManyTriesError."""
    key = f"link-tries:{get_adapter().get_client_ip(request)}"
    if count_within_minute(key) > TRIES_A_MINUTE:
        raise TooManyTriesError
