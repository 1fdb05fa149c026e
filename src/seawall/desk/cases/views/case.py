"""The case page, and one observation of it in full. Opening either is noted as a consultation."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seawall.clock import utc_now
from seawall.desk.access import for_roles
from seawall.desk.cases.errors import CaseError
from seawall.desk.cases.forms import OUTCOME_KEYS, STANCE_KEYS, DecisionForm
from seawall.desk.cases.models import Case, Outcome, ProtectedPurpose, Stance
from seawall.desk.cases.selectors.case_page import case_page, find_case, undoable_decision
from seawall.desk.cases.selectors.evidence import observed_card, observed_copy
from seawall.desk.cases.services import consult_case
from seawall.desk.cases.views.reader import reader_of
from seawall.desk.people.roles import Role
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["case", "case_or_404", "observation", "row_number_or_404", "show_case"]

_LARGEST_ROW_NUMBER: Final = 2**63 - 1


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR)
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was observed, why it was raised, and the decision to take or taken."""
    return show_case(request, case_or_404(reference))


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR)
@require_safe
def observation(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one observation of a case uncut."""
    found = case_or_404(reference)
    consult_case(found, acting=reader_of(request))
    observed = observed_copy(found, row_number_or_404(number))
    if observed is None:
        raise Http404
    card = observed_card(*observed, 1, whole=True)
    return render(request, "cases/observation.html", {"case": found, "card": card})


def case_or_404(reference: str) -> Case:
    """Return the case of that reference; an unknown one is a 404."""
    found = find_case(reference)
    if found is None:
        raise Http404
    return found


def row_number_or_404(number: int) -> int:
    """Return a number that a database row can have; a larger one is a 404."""
    if number > _LARGEST_ROW_NUMBER:
        raise Http404
    return number


def show_case(
    request: HttpRequest, case: Case, *, form: DecisionForm | None = None, problem: CaseError | None = None
) -> HttpResponse:
    """Render the case page; after a refused step with what was typed and why it was refused."""
    reader, now = reader_of(request), utc_now()
    consult_case(case, acting=reader, now=now)
    page = case_page(case, reader=reader, evidence_number=_page_number(request), now=now)
    undoable = undoable_decision(reader, now)
    context = {
        "page": page,
        "case": page.case,
        "form": form or DecisionForm(),
        "problem": sentence_of(problem) if problem else None,
        "undoable": undoable,
        "undoable_here": undoable is not None and undoable.case_id == case.pk,
        "now": now,
        "stances": [(stance.value, stance.label, STANCE_KEYS[stance]) for stance in Stance],
        "outcomes": [(outcome.value, outcome.label, OUTCOME_KEYS[outcome]) for outcome in Outcome],
        "purposes": ProtectedPurpose.choices,
    }
    status = status_of(problem) if problem else 422 if form is not None and form.errors else 200
    return render(request, "cases/case.html", context, status=status)


def _page_number(request: HttpRequest) -> int:
    written = request.GET.get("evidence", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 1
