"""What does the reader see when an answer has a bad status and no words (a GET to a form's address, a body too large)?

Django sends some refusals without a body. Where a template `<status>.html` exists, it becomes the body, so that every
refusal says what happened, what was kept and what to do. Answers to htmx stay bare: desk.js speaks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

__all__ = ["ErrorPageMiddleware"]

_PAGES: Final = frozenset({400, 403, 404, 405, 413, 429})


class ErrorPageMiddleware:
    """Give a bare refusal its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and dress the answer if it came bare."""
        response = self.get_response(request)
        if response.status_code not in _PAGES or not isinstance(response, HttpResponse) or response.content:
            return response
        if request.headers.get("HX-Request"):
            return response
        response.content = render_to_string(f"{response.status_code}.html", request=request).encode()
        response["Content-Type"] = "text/html; charset=utf-8"
        return response
