"""Steps on cells: have them looked for, open a case on a member, have members named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cells import services
from seawall.desk.cells.asking import ask_for_cells
from seawall.desk.cells.errors import CellError
from seawall.desk.cells.forms import CaseForm, RevealForm
from seawall.desk.cells.models import CellMember
from seawall.desk.cells.selectors import named_or_not
from seawall.desk.cells.services.guards import WORKERS
from seawall.desk.cells.services.revealing import standing_reveal
from seawall.desk.cells.views import found_cell, page_of_cell
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["open_case", "reveal", "start"]


@for_roles(*WORKERS)
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Queue a search for cells."""
    return redirect("sources:run", ask_for_cells(acting=request.user).pk)


@for_roles(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: StaffRequest, number: int, member: int) -> HttpResponse:
    """Ask why, and whether what is lawful was weighed; then open a case on one member and go back to the cell."""
    found = get_object_or_404(
        CellMember.objects.select_related("cell__line", "cell__run"), cell_id=number, number=member
    )
    services.look_at_cell(found.cell, acting=request.user)
    form = CaseForm(request.POST or None, to_weigh=found.cell.has_alternative)
    if not form.is_valid():
        return _page_of_case(request, found, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        services.open_member_case(
            found, reason=given["reason"], weighed=given.get("weighed", False), acting=request.user
        )
    except CellError as error:
        form.add_error(None, sentence_of(error))
        return _page_of_case(request, found, form, status=status_of(error))
    words = _("A case on %(member)s stands in the queue. It is decided by what the account posts itself.")
    messages.success(request, words % {"member": found.pseudonym})
    return redirect("cells:cell", number)


def _page_of_case(request: StaffRequest, member: CellMember, form: CaseForm, *, status: int) -> HttpResponse:
    (row,) = named_or_not([member], named=standing_reveal(member.cell, reader=request.user) is not None)
    context = {"cell": member.cell, "member": member, "name": row["name"], "form": form}
    return render(request, "cells/case.html", context, status=status)


@for_roles(*WORKERS)
@require_POST
def reveal(request: StaffRequest, number: int) -> HttpResponse:
    """Have the members named, for a stated reason."""
    found = found_cell(number)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return page_of_cell(request, found, form, status=422)
    try:
        services.reveal_members(found, reason=form.cleaned_data["reason"], acting=request.user)
    except CellError as error:
        form.add_error(None, sentence_of(error))
        return page_of_cell(request, found, form, status=status_of(error))
    return redirect("cells:cell", number)
