"""How do the APIs for other systems answer? In JSON; an error is `{"message": …}` with its status and headers."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from django.http import HttpResponse

from seawall.desk.hma.errors import HmaFaultError, MethodRefusedError, RateExceededError, TokenRefusedError
from seawall.desk.statuses import sentence_of, status_of
from seawall.errors import SeawallError

__all__ = ["json_answer", "refusal"]

_logger = logging.getLogger(__name__)


def json_answer(body: Any, *, status: int) -> HttpResponse:
    """Return an answer in JSON."""
    return HttpResponse(msgspec.json.encode(body), status=status, content_type="application/json")


def refusal(error: SeawallError) -> HttpResponse:
    """Return what an error answers; one of ours is logged."""
    status = status_of(error)
    if status >= 500 and not isinstance(error, HmaFaultError):
        _logger.error("answered %s: %s", status, error.message, exc_info=error)
    response = json_answer({"message": sentence_of(error)}, status=status)
    if isinstance(error, TokenRefusedError):
        response["WWW-Authenticate"] = 'Bearer realm="seawall"'
    if isinstance(error, RateExceededError):
        response["Retry-After"] = str(error.facts.get("seconds", 60))
    if isinstance(error, MethodRefusedError):
        response["Allow"] = error.facts["allowed"]
    return response
