"""The address at which other systems ask about a new account: a token in, ranked candidates out, JSON whatever happens.

No session is looked at (cookies are taken off before), so the view needs no CSRF token. How tokens are made and
counted: `seawall.desk.hma`.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from seawall.clock import utc_now
from seawall.desk.access import for_tokens
from seawall.desk.hma.errors import HmaFaultError, MethodRefusedError, UploadTooLongError
from seawall.desk.hma.json_answers import json_answer, refusal
from seawall.desk.hma.models import Scope
from seawall.desk.hma.tokens import admit
from seawall.desk.linking.api_body import read_body
from seawall.desk.linking.api_candidates import candidates_of
from seawall.desk.linking.errors import CandidateRequestError, ClosedBankLoadingError
from seawall.desk.statuses import sentence_of, status_of
from seawall.errors import SeawallError

__all__ = ["MOST_OCTETS", "successors"]

MOST_OCTETS: Final = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_RETRY_AFTER_SECONDS: Final = 10
_logger = logging.getLogger(__name__)


@csrf_exempt
@for_tokens
def successors(request: HttpRequest) -> HttpResponse:
    """Answer which closed accounts a new one may continue."""
    try:
        return json_answer(_answered(request), status=200)
    except ClosedBankLoadingError as error:  # nothing is wrong, so nothing is logged
        return _come_again(error)
    except SeawallError as error:
        return refusal(error)
    except RequestDataTooBig:
        return refusal(UploadTooLongError(f"a body has at most {MOST_OCTETS:,} bytes", limit=MOST_OCTETS))
    except (UnreadablePostError, SuspiciousOperation):
        return refusal(CandidateRequestError("the body can't be read"))
    except Exception:  # the edge of the process: whoever asks reads JSON, the log has the rest
        _logger.exception("a call of another system failed")
        return refusal(HmaFaultError())


def _come_again(error: ClosedBankLoadingError) -> HttpResponse:
    response = json_answer({"message": sentence_of(error)}, status=status_of(error))
    response["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django calls any 503 an error
    return response


def _answered(request: HttpRequest) -> dict[str, Any]:
    now = utc_now()
    admit(
        authorization=request.headers.get("Authorization"),
        in_path=None,
        address=get_adapter().get_client_ip(request),
        scope=Scope.LINK,
        open_to_all=False,
        now=now,
    )
    if request.method != "POST":
        raise MethodRefusedError(allowed="POST")
    return candidates_of(read_body(request.body, now=now), now=now)
