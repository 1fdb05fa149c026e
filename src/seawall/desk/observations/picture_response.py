"""How does a picture reach a browser? As JPEG made anew, kept by nobody on the way, and unable to do anything there.

Left out: who may see it and that it was handed out (the views), and making it (`rendition.py`).
"""

from __future__ import annotations

from django.http import HttpResponse

from seawall.desk.observations.errors import MediaUnservableError

__all__ = ["picture_response", "unservable_response"]


def picture_response(jpeg: bytes) -> HttpResponse:
    """Return the answer that carries a rendition."""
    return HttpResponse(
        jpeg,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="picture.jpg"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


def unservable_response(error: MediaUnservableError) -> HttpResponse:
    """Return the answer that says why there is no rendition."""
    return HttpResponse(error.message, status=415, content_type="text/plain; charset=utf-8")
