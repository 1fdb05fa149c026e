"""Which headers does every answer carry besides the content security policy?

Pages hold case data, so no browser or proxy keeps them; the desk needs no camera, position or sensor, and lets no other
site embed its answers. Static files are answered before this middleware and may be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

__all__ = ["HEADERS", "HeadersMiddleware"]

HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class HeadersMiddleware:
    """Add `HEADERS` where a view has not chosen otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Complete the answer."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
