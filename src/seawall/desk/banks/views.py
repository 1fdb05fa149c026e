"""Pages of banks: the list, one bank with its entries, a new one, its facts."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.banks import selectors, services
from seawall.desk.banks.errors import BankError
from seawall.desk.banks.forms import BankForm, EntryFilterForm
from seawall.desk.banks.models import Bank
from seawall.desk.banks.standing import holds_on, waiting_in
from seawall.desk.people.roles import Role
from seawall.desk.sources.services import want_scan
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["ENTRY_EDITORS", "READERS", "bank", "bank_list", "create", "edit"]

READERS: Final = (Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR)
"""Who may read banks. Approvers are shown a case, never more."""
ENTRY_EDITORS: Final = (Role.ANALYST, Role.LEGAL)
"""Who may add, edit and withdraw entries. An administrator opens and describes a bank, and adds nothing."""

_PAGE_ENTRIES: Final = 50
_LISTS_SHOWN: Final = 5


@for_roles(*READERS)
@require_safe
def bank_list(request: StaffRequest) -> HttpResponse:
    """List the banks."""
    return render(request, "banks/list.html", {"banks": selectors.banks_with_counts(), **_may(request)})


@for_roles(*READERS)
@require_safe
def bank(request: StaffRequest, number: int) -> HttpResponse:
    """Show one bank and a page of its entries."""
    shown = get_object_or_404(Bank.objects.select_related("created_by"), pk=number)
    form = EntryFilterForm(request.GET)
    form.is_valid()
    wanted = selectors.EntryFilter(
        words=form.cleaned_data.get("words") or None,
        signal_type=form.cleaned_data.get("signal_type") or None,
        state=form.cleaned_data.get("state") or selectors.EntryState.STANDING,
    )
    page = Paginator(selectors.entries_of(shown, wanted), _PAGE_ENTRIES).get_page(request.GET.get("page"))
    context = {
        "bank": shown,
        "form": form,
        "wanted": wanted,
        "page": page,
        "held": holds_on(shown, page.object_list),
        "waits": waiting_in(shown),
        "lists": shown.list_imports.select_related("asked_by").order_by("-pk")[:_LISTS_SHOWN],
        **_may(request),
    }
    return render(request, "banks/bank.html", context)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """Open a bank."""
    form = BankForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = services.create_bank(form.facts(), acting=request.user)
        except BankError as error:
            form.add_error("name", sentence_of(error))
            status = status_of(error)
        else:
            return redirect("banks:bank", made.pk)
    return render(request, "banks/bank_form.html", {"form": form}, status=status)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, number: int) -> HttpResponse:
    """Change what a bank says of itself."""
    shown = get_object_or_404(Bank, pk=number)
    form = BankForm(request.POST or None, instance=shown)
    if form.is_valid():
        try:
            services.edit_bank(shown, form.facts(), acting=request.user)
        except BankError as error:
            form.add_error(None, sentence_of(error))
            context = {"form": form, "bank": shown}
            return render(request, "banks/bank_form.html", context, status=status_of(error))
        want_scan(acting=request.user)
        return redirect("banks:bank", number)
    return render(request, "banks/bank_form.html", {"form": form, "bank": shown}, status=422 if form.is_bound else 200)


def _may(request: StaffRequest) -> dict[str, bool]:
    roles = request.user.roles
    return {"may_add": bool(roles & {*ENTRY_EDITORS}), "may_own": Role.ADMINISTRATOR in roles}
