"""Does a browser's session reach the APIs? No: cookies are taken off before anything looks at them.

Stands before the session's own middleware. So no session is loaded for a call of another system, and none can grant it
anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

__all__ = ["API_PREFIX", "API_PREFIXES", "CookielessMiddleware"]

API_PREFIX: Final = "/hma/"
API_PREFIXES: Final = (API_PREFIX, "/api/")


class CookielessMiddleware:
    """Forget the cookies of calls to an API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, without cookies where it is for an API."""
        if request.path_info.startswith(API_PREFIXES):
            request.COOKIES = {}
        return self.get_response(request)
