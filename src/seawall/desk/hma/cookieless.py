"""Does a browser's session reach the API? No: cookies are taken off before anything looks at them.

Stands before the session's own middleware. So no session is loaded for a call of another system, and none can grant it
anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

__all__ = ["API_PREFIX", "CookielessMiddleware"]

API_PREFIX: Final = "/hma/"


class CookielessMiddleware:
    """Forget the cookies of calls to the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, without cookies where it is for the API."""
        if request.path_info.startswith(API_PREFIX):
            request.COOKIES = {}
        return self.get_response(request)
