"""Pages of what came in: all batches, one batch, an upload, a scan."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.people.roles import Role
from seawall.desk.sources import selectors, services
from seawall.desk.sources.errors import SourceError
from seawall.desk.sources.forms import UploadForm, WithdrawalForm
from seawall.desk.sources.models import Run
from seawall.desk.sources.uploads import MAX_UPLOAD_BYTES, limited_upload
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["IMPORTERS", "READERS", "WITHDRAWERS", "batch", "rejects", "scan", "source_list", "upload", "withdraw"]

READERS: Final = (Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR)
"""Who may see what came in: counts and names of files, no content."""
IMPORTERS: Final = (Role.ANALYST, Role.ADMINISTRATOR)
"""Who may bring files in and start a scan."""
WITHDRAWERS: Final = (Role.LEGAL, Role.ADMINISTRATOR)
"""Who may take a whole batch out again."""

_PAGE_BATCHES: Final = 50


@for_roles(*READERS)
@require_safe
def source_list(request: StaffRequest) -> HttpResponse:
    """List batches, what is being worked on, and what ended last."""
    page = Paginator(selectors.batches(), _PAGE_BATCHES).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "holdings": selectors.holdings(),
        "open_runs": [(run, selectors.state_of(run)) for run in selectors.open_runs()],
        "ended_runs": [(run, Run.State(run.state)) for run in selectors.ended_runs()[:10]],
        "may_import": bool(request.user.roles & {*IMPORTERS}),
    }
    return render(request, "sources/list.html", context)


@for_roles(*IMPORTERS)
@limited_upload(MAX_UPLOAD_BYTES)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take a file and queue its import."""
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            run = services.ask_import(
                form.cleaned_data["upload"],
                acting=request.user,
                source=form.cleaned_data["source"],
                map_name=form.cleaned_data["map_name"],
            )
        except SourceError as error:
            form.add_error("upload", sentence_of(error))
            status = status_of(error)
        else:
            return redirect("sources:run", run.pk)
    return render(request, "sources/upload.html", {"form": form}, status=status)


@for_roles(*IMPORTERS)
@require_POST
def scan(request: StaffRequest) -> HttpResponse:
    """Queue a scan of everything."""
    return redirect("sources:run", services.ask_scan(acting=request.user).pk)


@for_roles(*READERS)
@require_safe
def batch(request: StaffRequest, batch_id: str) -> HttpResponse:
    """Show one batch."""
    return _batch_page(request, batch_id, WithdrawalForm())


@for_roles(Role.ANALYST, Role.ADMINISTRATOR)
@require_safe
def rejects(request: StaffRequest, batch_id: str) -> HttpResponseBase:  # noqa: ARG001 - a view takes it
    """Hand out the rows of a batch that were put aside, as a file to save, never to show."""
    path = selectors.rejects_path(batch_id)
    if path is None:
        raise Http404
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rejects-{path.name}",
        content_type="application/octet-stream",
        headers=headers,
    )


@for_roles(*WITHDRAWERS)
@require_POST
def withdraw(request: StaffRequest, batch_id: str) -> HttpResponse:
    """Queue the withdrawal of a batch."""
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _batch_page(request, batch_id, form, status=422)
    found = _found(batch_id).batch.batch_id
    run = services.ask_withdrawal(found, reason=form.cleaned_data["reason"], acting=request.user)
    return redirect("sources:run", run.pk)


def _batch_page(request: StaffRequest, batch_id: str, form: WithdrawalForm, status: int = 200) -> HttpResponse:
    row = _found(batch_id)
    roles: frozenset[Any] = request.user.roles
    context = {
        "row": row,
        "batch": row.batch,
        "form": form,
        "has_rejects": selectors.rejects_path(row.batch.batch_id) is not None and bool(roles & {*IMPORTERS}),
        "may_withdraw": bool(roles & {*WITHDRAWERS}) and row.batch.state != "withdrawn",
    }
    return render(request, "sources/batch.html", context, status=status)


def _found(batch_id: str) -> selectors.BatchRow:
    row = selectors.batch_named(batch_id)
    if row is None:
        raise Http404
    return row
