"""From a case that was found in breach to a proposal: the platform closed the account, and somebody else signs that."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.models import Case, CaseState, Outcome
from seawall.desk.cases.services.guards import require_unbarred
from seawall.desk.closings import services
from seawall.desk.closings.errors import ClosingError, ClosingFactsError
from seawall.desk.closings.forms import ProposalForm
from seawall.desk.closings.remark_words import remark_words
from seawall.desk.closings.services.guards import PROPOSERS
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["propose"]


@for_roles(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    """Propose the subject of a case as a closed account."""
    case = get_object_or_404(Case, reference=reference)
    require_unbarred(case, request.user)
    form = ProposalForm(request.POST or None, initial={"decision": case.reference})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            listed = services.propose_from_case(case, **form.cleaned_data, acting=request.user)
        except ClosingFactsError as error:
            form.add_error(None, remark_words(error.message))
            status = status_of(error)
        except ClosingError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            return redirect("closings:one_list", listed.pk)
    context = {
        "case": case,
        "form": form,
        "is_fit": case.state == CaseState.DECIDED and case.outcome == Outcome.IN_BREACH and case.post_key is None,
    }
    return render(request, "closings/propose.html", context, status=status)
