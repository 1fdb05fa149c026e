"""Pages of cells: all of them, one of them, its members, its ties, its network as data. Pseudonyms, unless revealed."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cells import selectors, services
from seawall.desk.cells.cell_page import cell_page
from seawall.desk.cells.forms import FilterForm, MemberForm, RevealForm, TieForm
from seawall.desk.cells.models import Cell
from seawall.desk.cells.network_data import network_data
from seawall.desk.cells.services.guards import READERS, WORKERS
from seawall.desk.cells.services.revealing import standing_reveal

__all__ = ["cell", "cells", "found_cell", "members", "network", "page_of_cell", "ties"]

_PAGE_CELLS: Final = 50
_PAGE_MEMBERS: Final = 100
_PAGE_TIES: Final = 100


@for_roles(*READERS)
@require_safe
def cells(request: StaffRequest) -> HttpResponse:
    """List the cells of the newest search."""
    run = selectors.newest_run()
    form = FilterForm(request.GET)
    wanted = form.wanted()
    found = selectors.cells_of(run, **wanted) if run else Cell.objects.none()
    context = {
        "run": run,
        "form": form,
        "wanted": wanted,
        "page": Paginator(found, _PAGE_CELLS).get_page(request.GET.get("page")),
        "searching": selectors.open_search(),
        "may_work": bool(request.user.roles & WORKERS),
    }
    return render(request, "cells/list.html", context)


@for_roles(*READERS)
@require_safe
def cell(request: StaffRequest, number: int) -> HttpResponse:
    """Show one cell."""
    return page_of_cell(request, found_cell(number), RevealForm())


def page_of_cell(request: StaffRequest, found: Cell, form: RevealForm, status: int = 200) -> HttpResponse:
    """Show one cell with a form that may have been refused; the look at it is noted."""
    services.look_at_cell(found, acting=request.user)
    page = cell_page(found, reader=request.user, sample=request.GET.get("sample", ""))
    return render(request, "cells/cell.html", {"page": page, "cell": found, "form": form}, status=status)


@for_roles(*READERS)
@require_safe
def members(request: StaffRequest, number: int) -> HttpResponse:
    """List all members of a cell."""
    found = found_cell(number)
    services.look_at_cell(found, acting=request.user)
    named = standing_reveal(found, reader=request.user) is not None
    form = MemberForm(request.GET)
    page = Paginator(selectors.members_of(found, words=form.words_asked()), _PAGE_MEMBERS).get_page(
        request.GET.get("page")
    )
    context = {"cell": found, "form": form, "page": page, "rows": selectors.named_or_not(list(page), named=named)}
    return render(request, "cells/members.html", context | {"named": named})


@for_roles(*READERS)
@require_safe
def ties(request: StaffRequest, number: int) -> HttpResponse:
    """List all ties of a cell, or those of one member: the network as a table."""
    found = found_cell(number)
    services.look_at_cell(found, acting=request.user)
    named = standing_reveal(found, reader=request.user) is not None
    form = TieForm(request.GET)
    wanted = form.wanted()
    page = Paginator(selectors.ties_of(found, **wanted), _PAGE_TIES).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"cell": found, "form": form, "wanted": wanted, "page": page, "named": named}
    context["rows"] = selectors.ties_with_names(found, list(page), named=named)
    return render(request, "cells/ties.html", context)


@for_roles(*READERS)
@require_safe
def network(request: StaffRequest, number: int) -> HttpResponse:
    """Answer the network of a cell as data for the drawing: pseudonyms unless the reader had them revealed."""
    found = found_cell(number)
    services.look_at_cell(found, acting=request.user)
    named = standing_reveal(found, reader=request.user) is not None
    return JsonResponse(network_data(found, named=named))


def found_cell(number: int) -> Cell:
    """Return the cell of this number; 404 where there is none."""
    found = selectors.cell_in_full(number)
    if found is None:
        raise Http404
    return found
