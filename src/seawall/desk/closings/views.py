"""Pages of lists: all of them, an upload, one list with its rows. Names of accounts are shown on none of these."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.closings import selectors, services
from seawall.desk.closings.asking import AT_ONCE_BYTES, ask_closings
from seawall.desk.closings.errors import ClosingError
from seawall.desk.closings.forms import MAX_UPLOAD_BYTES, FilterForm, UploadForm
from seawall.desk.closings.models import ClosingList, RowRemark
from seawall.desk.closings.reading import ENDINGS
from seawall.desk.closings.services.guards import PROPOSERS, READERS, SIGNERS
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.folders import spool_folder
from seawall.desk.sources.models import Run
from seawall.desk.sources.uploads import limited_upload, place_upload
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["lists", "one_list", "remarks", "upload"]

_PAGE_LISTS: Final = 25
_PAGE_ACCOUNTS: Final = 50
_REMARKS_SHOWN: Final = 50


@for_roles(*READERS)
@require_safe
def lists(request: StaffRequest) -> HttpResponse:
    """Show how many accounts stand in the bank, and the lists in which they came in."""
    page = Paginator(selectors.lists_with_counts(), _PAGE_LISTS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "figures": selectors.closing_figures(now=utc_now()),
        "may_propose": bool(request.user.roles & PROPOSERS),
    }
    return render(request, "closings/lists.html", context)


@for_roles(*PROPOSERS)
@limited_upload(MAX_UPLOAD_BYTES)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take a table of closed accounts in, as proposals; a long one in the background."""
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            if _is_long(form):
                return redirect("sources:run", _queued(form, acting=request.user).pk)
            listed = _taken_in(form, acting=request.user)
        except ClosingError as error:
            form.add_error("upload", sentence_of(error))
            status = status_of(error)
        else:
            return redirect("closings:one_list", listed.pk)
    return render(request, "closings/upload.html", {"form": form}, status=status)


@for_roles(*READERS)
@require_safe
def one_list(request: StaffRequest, number: int) -> HttpResponse:
    """Show one list: how it stands, its accounts by number, what is to be said of its rows."""
    listed = get_object_or_404(selectors.lists_with_counts(), pk=number)
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = Paginator(selectors.closings_of(listed, **wanted), _PAGE_ACCOUNTS).get_page(request.GET.get("page"))
    roles = request.user.roles
    context = {
        "listed": listed,
        "page": page,
        "form": form,
        "wanted": wanted,
        "remarks": listed.remarks.all()[:_REMARKS_SHOWN],
        "remark_count": listed.remarks.count(),
        "looks": listed.looks.select_related("staff")[:_REMARKS_SHOWN],
        "may_look": bool(roles & (PROPOSERS | SIGNERS)),
        "may_open": bool(roles & PROPOSERS),
    }
    return render(request, "closings/one_list.html", context)


@for_roles(*PROPOSERS)
@require_safe
def remarks(_request: StaffRequest, number: int) -> HttpResponseBase:
    """Hand out all remarks on the rows of a list."""
    listed = get_object_or_404(ClosingList, pk=number)
    if not listed.remarks.exists():
        raise Http404
    answer = StreamingHttpResponse(_lines(listed), content_type="application/x-ndjson")
    answer["Content-Disposition"] = f'attachment; filename="closed-accounts-{listed.pk}-remarks.jsonl"'
    return answer


def _is_long(form: UploadForm) -> bool:
    return (form.cleaned_data["upload"].size or 0) > AT_ONCE_BYTES


def _queued(form: UploadForm, *, acting: StaffMember) -> Run:
    return ask_closings(form.cleaned_data["upload"], form.facts(), acting=acting)


def _taken_in(form: UploadForm, *, acting: StaffMember) -> ClosingList:
    given: UploadedFile[bytes] = form.cleaned_data["upload"]
    ending = next((one for one in ENDINGS if (given.name or "").lower().endswith(one)), ".unknown")
    with tempfile.TemporaryDirectory(dir=spool_folder()) as folder:
        path = Path(folder) / f"closed_accounts{ending}"
        place_upload(given, path)
        return services.import_closings(path, form.facts(), acting=acting)


def _lines(listed: ClosingList) -> Iterator[bytes]:
    found = RowRemark.objects.filter(listed=listed).order_by("pk")
    for kind, row, reason in found.values_list("kind", "row", "reason").iterator(chunk_size=2000):
        yield json.dumps({"row": row, "kind": kind, "reason": reason}, ensure_ascii=False).encode() + b"\n"
