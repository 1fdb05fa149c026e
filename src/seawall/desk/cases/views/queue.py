"""The queue, the next case, and what was held back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seawall.clock import utc_now
from seawall.desk.access import for_roles
from seawall.desk.cases.forms import QueueForm
from seawall.desk.cases.selectors.case_page import undoable_decision
from seawall.desk.cases.selectors.figures import state_counts
from seawall.desk.cases.selectors.held_back import held_back_banks, held_back_findings, held_back_reasons
from seawall.desk.cases.selectors.queue import banks_in_queue, platforms_in_queue
from seawall.desk.cases.selectors.queue import queue as queued_cases
from seawall.desk.cases.services import claim_next_case
from seawall.desk.cases.services.guards import WORKERS
from seawall.desk.cases.views.reader import reader_of
from seawall.desk.people.roles import Role

__all__ = ["held_back", "next_case", "queue"]

CASES_A_PAGE = 50


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the cases that the address asks for, in the order of the work."""
    reader, now = reader_of(request), utc_now()
    form = QueueForm(request.GET, platforms=platforms_in_queue(), banks=banks_in_queue())
    wanted = form.wanted()
    page = Paginator(queued_cases(wanted, reader=reader), CASES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "counts": state_counts(),
        "now": now,
        "is_worker": bool(reader.roles & WORKERS),
        "undoable": undoable_decision(reader, now),
        "filters": _without_page(request),
    }
    return render(request, "cases/queue.html", context)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def next_case(request: HttpRequest) -> HttpResponse:
    """Take the next free case and open it; where none waits, say so on the queue."""
    case = claim_next_case(acting=reader_of(request))
    if case is None:
        messages.info(request, _("Nothing waits for you now: what is open is with colleagues, or there is nothing."))
        return redirect("cases:queue")
    return redirect("cases:case", case.reference)


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR)
@require_safe
def held_back(request: HttpRequest) -> HttpResponse:
    """List what was found and not raised, each with its reason."""
    banks = held_back_banks()
    bank = _one_of(request.GET.get("bank"), banks)
    reasons = held_back_reasons()
    because = _one_of(request.GET.get("because"), [reason for reason, _count in reasons])
    page = Paginator(held_back_findings(bank=bank, because=because), CASES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "banks": banks,
        "bank": bank,
        "reasons": reasons,
        "because": because,
        "is_worker": bool(reader_of(request).roles & WORKERS),
        "filters": _without_page(request),
    }
    return render(request, "cases/held_back.html", context)


def _one_of(asked: str | None, known: list[str]) -> str | None:
    return asked if asked in known else None


def _without_page(request: HttpRequest) -> str:
    address = request.GET.copy()
    address.pop("page", None)
    return address.urlencode()
