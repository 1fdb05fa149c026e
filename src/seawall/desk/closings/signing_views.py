"""The second pair of eyes: the sample of a list, its signature, its refusal, the refusal of one account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.closings import selectors, services
from seawall.desk.closings.errors import ClosingError, ClosingStateError
from seawall.desk.closings.forms import RefusalForm
from seawall.desk.closings.models import ClosedAccount, ClosingList
from seawall.desk.closings.sample import barred_in, sample_of
from seawall.desk.closings.services.guards import PROPOSERS, SIGNERS
from seawall.desk.linking.asking import want_linking
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["refuse", "refuse_account", "sample", "sign"]

_DECIDERS = PROPOSERS | SIGNERS


@for_roles(*_DECIDERS)
@require_safe
def sample(request: StaffRequest, number: int) -> HttpResponse:
    """Show the sample of a list with names; that it was opened is recorded. Where nothing waits, show the list."""
    listed = get_object_or_404(ClosingList, pk=number)
    try:
        services.look_at_sample(listed, acting=request.user)
    except ClosingStateError:  # signed or refused meanwhile: the list says so
        return redirect("closings:one_list", number)
    return _sample_page(request, number)


@for_roles(*SIGNERS)
@require_POST
def sign(request: StaffRequest, number: int) -> HttpResponse:
    """Sign what a list proposes; who was seen since is compared with it in the background."""
    listed = get_object_or_404(ClosingList, pk=number)
    try:
        services.sign_list(listed, acting=request.user)
    except ClosingError as error:
        return _sample_page(request, number, problem=sentence_of(error), status=status_of(error))
    want_linking(acting=request.user)
    return redirect("closings:one_list", number)


@for_roles(*_DECIDERS)
@require_POST
def refuse(request: StaffRequest, number: int) -> HttpResponse:
    """Refuse what a list proposes."""
    listed = get_object_or_404(ClosingList, pk=number)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _sample_page(request, number, form=form, status=422)
    try:
        services.refuse_list(listed, reason=form.cleaned_data["reason"], acting=request.user)
    except ClosingError as error:
        return _sample_page(request, number, problem=sentence_of(error), status=status_of(error))
    return redirect("closings:one_list", number)


@for_roles(*_DECIDERS)
@require_POST
def refuse_account(request: StaffRequest, number: int) -> HttpResponse:
    """Refuse one account of a list."""
    account = get_object_or_404(ClosedAccount, pk=number)
    try:
        services.refuse_account(account, reason=request.POST.get("reason", ""), acting=request.user)
    except ClosingError as error:
        return _sample_page(request, account.listed_id, problem=sentence_of(error), status=status_of(error))
    return redirect("closings:sample", account.listed_id)


def _sample_page(
    request: StaffRequest,
    number: int,
    *,
    form: RefusalForm | None = None,
    problem: str | None = None,
    status: int = 200,
) -> HttpResponse:
    listed = get_object_or_404(selectors.lists_with_counts(), pk=number)
    roles = request.user.roles
    last = listed.looks.filter(staff=request.user).first()
    seen = set(last.shown) if last is not None else set[int]()
    shown = [account for account in sample_of(listed, reader=request.user) if account.pk in seen]
    context = {
        "listed": listed,
        "shown": shown,
        "form": form or RefusalForm(),
        "problem": problem,
        "barred": barred_in(listed, request.user),
        "is_own": listed.imported_by_id == request.user.pk,
        "may_sign": bool(roles & SIGNERS),
    }
    return render(request, "closings/sample.html", context, status=status)
