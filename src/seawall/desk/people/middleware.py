"""In which language does a signed-in person read? In that of their profile, whatever the browser prefers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

__all__ = ["StaffLanguageMiddleware"]


class StaffLanguageMiddleware:
    """Activate the reader's own language; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch the language for this request alone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = request.user.language
        with translation.override(request.user.language):
            return self.get_response(request)
