"""One closed account: opened for a stated purpose, as any account is; withdrawn with a reason."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.closings import services
from seawall.desk.closings.errors import ClosingError
from seawall.desk.closings.forms import WithdrawalForm
from seawall.desk.closings.models import ClosedAccount, ClosedKind, ClosingState, Withdrawing
from seawall.desk.closings.services.guards import PROPOSERS
from seawall.desk.linking.models import LinkClass
from seawall.desk.linking.selectors import links_of_closed
from seawall.desk.observations.forms import PurposeForm
from seawall.desk.observations.purposes import standing_purpose
from seawall.desk.observations.services import consult_account
from seawall.desk.people.models import StaffMember
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["account", "consult", "withdraw"]

_MOST_SUCCESSORS: Final = 100


@for_roles(*PROPOSERS)
@require_safe
def account(request: StaffRequest, number: int) -> HttpResponse:
    """Show one closed account; a reader without a purpose is asked for it first."""
    found = _found(number, request.user)
    purpose = standing_purpose(found.platform, found.account_id, reader=request.user, now=utc_now())
    if purpose is None:
        return _ask_purpose(request, found, PurposeForm())
    consult_account(found.platform, found.account_id, purpose, acting=request.user)
    return _page(request, found, WithdrawalForm())


@for_roles(*PROPOSERS)
@require_POST
def consult(request: StaffRequest, number: int) -> HttpResponse:
    """Take the stated purpose and open the closed account."""
    found = _found(number, request.user)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _ask_purpose(request, found, form)
    consult_account(found.platform, found.account_id, form.purpose(), acting=request.user)
    return redirect("closings:account", number)


@for_roles(*PROPOSERS)
@require_POST
def withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take a closed account out of the bank."""
    found = _found(number, request.user)
    purpose = standing_purpose(found.platform, found.account_id, reader=request.user, now=utc_now())
    if purpose is None:
        return _ask_purpose(request, found, PurposeForm())
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    how = Withdrawing(form.cleaned_data["how"])
    try:
        services.withdraw_closing(found, how=how, reason=form.cleaned_data["reason"], acting=request.user)
    except ClosingError as error:
        form.add_error(None, sentence_of(error))
        return _page(request, found, form, status=status_of(error))
    return redirect("closings:account", number)


def _found(number: int, reader: StaffMember) -> ClosedAccount:
    """Return the closed account, unless the reader declared a conflict of interest about it."""
    read = ClosedAccount.objects.select_related("listed__case", "imported_by", "signed_by", "ended_by")
    found = get_object_or_404(read, pk=number)
    name = {"channel_id" if found.kind == ClosedKind.CHANNEL else "account_id": found.account_id}
    require_unbarred_subject(reader, platform=found.platform, **name)
    return found


def _page(request: StaffRequest, found: ClosedAccount, form: WithdrawalForm, *, status: int = 200) -> HttpResponse:
    now = utc_now()
    successors = list(links_of_closed(found, reader=request.user)[:_MOST_SUCCESSORS])
    context = {
        "account": found,
        "successors": successors,
        "lineage": next((link.pk for link in successors if link.link_class == LinkClass.LIKELY), None),
        "form": form,
        "is_over": found.state == ClosingState.SIGNED and found.expires <= now,
        "may_withdraw": found.state == ClosingState.SIGNED,
        "others": ClosedAccount.objects.filter(platform=found.platform, account_id=found.account_id)
        .exclude(pk=found.pk)
        .order_by("-pk")[:20],
    }
    return render(request, "closings/account.html", context, status=status)


def _ask_purpose(request: StaffRequest, found: ClosedAccount, form: PurposeForm) -> HttpResponse:
    context = {"form": form, "account": found, "address": reverse("closings:consult", args=[found.pk])}
    return render(request, "closings/purpose.html", context, status=422 if form.is_bound else 200)
