"""Steps on cells: have them looked for, open a case on a member, have members named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cells import services
from seawall.desk.cells.asking import ask_for_cells
from seawall.desk.cells.errors import CellError
from seawall.desk.cells.forms import RevealForm
from seawall.desk.cells.models import CellMember
from seawall.desk.cells.services.guards import WORKERS
from seawall.desk.cells.views import found_cell, page_of_cell
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["open_case", "reveal", "start"]


@for_roles(*WORKERS)
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Queue a search for cells."""
    return redirect("sources:run", ask_for_cells(acting=request.user).pk)


@for_roles(*WORKERS)
@require_POST
def open_case(request: StaffRequest, number: int, member: int) -> HttpResponse:
    """Open a case on one member; it stands in the queue, and the reader stays at the cell."""
    found = get_object_or_404(
        CellMember.objects.select_related("cell__line", "cell__run"), cell_id=number, number=member
    )
    services.open_member_case(found, acting=request.user)
    words = _("A case on %(member)s stands in the queue. It is decided by what the account posts itself.")
    messages.success(request, words % {"member": found.pseudonym})
    return redirect("cells:cell", number)


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
