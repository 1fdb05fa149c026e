"""The one view of the API: finds the handler, lets the caller in or not, answers in JSON whatever happens.

No session is looked at, so a signed-in browser gets nothing here; hence the view needs no CSRF token either. Other
origins get no CORS header.
"""

from __future__ import annotations

import logging
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from seawall.clock import utc_now
from seawall.desk.access import for_tokens
from seawall.desk.audit.services import record
from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import HmaFaultError, UploadTooLongError
from seawall.desk.hma.json_answers import json_answer, refusal
from seawall.desk.hma.models import Scope
from seawall.desk.hma.routes import Routed, find_route, split_path
from seawall.desk.hma.tokens import Caller, admit
from seawall.errors import SeawallError
from seawall.exchange.errors import HmaRequestError

__all__ = ["api"]

_NOBODY: Final = Caller(number=None, scopes=frozenset())
_logger = logging.getLogger(__name__)


@csrf_exempt
@for_tokens
def api(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer one request of another system."""
    secret, address = split_path(path or "")
    try:
        answer = _answered(request, secret, address)
    except SeawallError as error:
        return refusal(error)
    except (RequestDataTooBig, TooManyFilesSent):
        return refusal(UploadTooLongError())
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation):
        return refusal(HmaRequestError("the body can't be read"))
    except Exception:  # the edge of the process: whoever asks reads JSON, the log has the rest
        _logger.exception("a call of another system failed")
        return refusal(HmaFaultError())
    return _response(answer)


def _answered(request: HttpRequest, secret: str | None, address: str) -> Answered:
    routed = find_route(address, request.method or "GET")
    now = utc_now()
    caller = _NOBODY
    if routed.scope is not None:
        caller = admit(
            authorization=request.headers.get("Authorization"),
            in_path=secret,
            address=get_adapter().get_client_ip(request),
            scope=routed.scope,
            open_to_all=settings.HMA.open_to_all,
            now=now,
        )
    _refuse_long_body(request)
    call = Call(request=request, caller=caller, parts=routed.parts, now=now)
    if routed.scope is Scope.CURATE and request.method not in {"GET", "HEAD"}:
        _record_asked(call, address)
    return _handled(routed, call)


def _handled(routed: Routed, call: Call) -> Answered:
    try:
        return routed.handler(call)
    except RecursionError as error:  # deeply nested bodies
        raise HmaRequestError("the body can't be read") from error


@transaction.atomic
def _record_asked(call: Call, address: str) -> None:
    """Name the token in the ledger; what then changes has rows of its own, by the person who answers for it."""
    payload = {"method": call.request.method or "", "address": address}
    record("hma_change_asked", acting=call.token.answers_for, subject=call.token.ledger_name, payload=payload)


def _refuse_long_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.HMA.max_bytes:
        raise UploadTooLongError(f"a body has at most {settings.HMA.max_bytes:,} bytes", limit=settings.HMA.max_bytes)


def _response(answer: Answered) -> HttpResponse:
    if answer.text is not None:
        return HttpResponse(answer.text, status=answer.status, content_type="text/plain; charset=utf-8")
    if answer.status == 204:
        return HttpResponse(status=204)
    return json_answer(answer.body, status=answer.status)
