"""The steps of a case, each a POST: claim, release, decide, undo, correct, close, reopen, declare a conflict.

A refused step answers with the case page, the reason for the refusal, its status and what was typed. A step that was
taken answers with a redirect, so that reloading does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.desk.access import for_roles
from seawall.desk.cases import services
from seawall.desk.cases.errors import CaseBarredError, CaseError
from seawall.desk.cases.forms import DecisionForm, ReasonForm
from seawall.desk.cases.models import Case, Decision
from seawall.desk.cases.views.case import case_or_404, row_number_or_404, show_case
from seawall.desk.cases.views.reader import reader_of
from seawall.desk.people.roles import Role

__all__ = ["claim", "close", "conflict", "correct", "decide", "heartbeat", "release", "reopen", "undo"]


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the case."""
    case = case_or_404(reference)
    return _step(request, case, lambda: services.claim_case(case, acting=reader_of(request)))


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the case back and return to the queue."""
    services.release_case(case_or_404(reference), acting=reader_of(request))
    return redirect("cases:queue")


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def heartbeat(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the reader still works on the case."""
    services.extend_claim(case_or_404(reference), acting=reader_of(request))
    return HttpResponse(status=204)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the decision; then stay, or go to the next case."""
    case, reader = case_or_404(reference), reader_of(request)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, form=form)
    try:
        decision = services.record_decision(
            case,
            acting=reader,
            stance=form.cleaned_data["stance"],
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            protected_purposes=form.cleaned_data["protected_purposes"],
        )
    except CaseBarredError:
        raise
    except CaseError as problem:
        return show_case(request, case_or_404(reference), form=form, problem=problem)
    messages.success(request, _recorded_words(decision))
    following = services.claim_next_case(acting=reader) if request.POST.get("then") == "next" else None
    if following is not None:
        return redirect("cases:case", following.reference)
    if request.POST.get("then") == "next":
        return redirect("cases:queue")
    return redirect("cases:case", reference)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def undo(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take one's decision back within its grace time."""
    case = case_or_404(reference)
    decision = _decision(case, number)
    return _step(request, case, lambda: services.undo_decision(decision, acting=reader_of(request)))


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def correct(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Correct a decision, with a reason; the case is open again."""
    case = case_or_404(reference)
    decision = _decision(case, number)
    return _step_with_reason(
        request,
        case,
        lambda reason: services.correct_decision(decision, acting=reader_of(request), because=reason),
    )


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case without a decision."""
    case = case_or_404(reference)
    return _step_with_reason(
        request, case, lambda reason: services.close_case(case, acting=reader_of(request), because=reason)
    )


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed case again."""
    case = case_or_404(reference)
    return _step_with_reason(
        request, case, lambda reason: services.reopen_case(case, acting=reader_of(request), because=reason)
    )


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """Bar oneself from the subject of the case and return to the queue."""
    case, form = case_or_404(reference), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, in words: one sentence is enough."))
        return redirect("cases:case", reference)
    services.declare_conflict(case, acting=reader_of(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Noted. Cases about this subject are closed to you from now on."))
    return redirect("cases:queue")


def _step(request: HttpRequest, case: Case, take: Callable[[], object]) -> HttpResponse:
    try:
        take()
    except CaseBarredError:
        raise
    except CaseError as problem:
        return show_case(request, case_or_404(case.reference), problem=problem)
    return redirect("cases:case", case.reference)


def _step_with_reason(request: HttpRequest, case: Case, take: Callable[[str], object]) -> HttpResponse:
    return _step(request, case, lambda: take(request.POST.get("reason", "")))


def _decision(case: Case, number: int) -> Decision:
    decision = Decision.objects.filter(case=case, pk=row_number_or_404(number)).first()
    if decision is None:
        raise Http404
    return decision


def _recorded_words(decision: Decision) -> str:
    return _("%(reference)s: %(outcome)s. Nothing leaves the desk by this.") % {
        "reference": decision.case.reference,
        "outcome": decision.get_outcome_display(),
    }
