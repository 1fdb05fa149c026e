"""The ledger's pages: rows, one row, verification, export, erasure of details."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.audit import selectors, services
from seawall.desk.audit.export import export_ledger
from seawall.desk.audit.forms import EraseForm, ExportForm, FilterForm, VerifyForm
from seawall.desk.audit.models import LedgerPayload
from seawall.desk.audit.verification import verify_ledger
from seawall.desk.audit.words import reason_in_words
from seawall.desk.people.roles import Role

__all__ = ["details", "erase", "export", "ledger", "row", "verify"]

_READERS = (Role.AUDITOR, Role.ADMINISTRATOR)


@for_roles(*_READERS)
@require_safe
def ledger(request: StaffRequest) -> HttpResponse:
    """List the rows of the ledger, newest first."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = selectors.LedgerFilter(
        event=asked.get("event") or None, acting=asked.get("acting") or None, subject=asked.get("subject") or None
    )
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "page": selectors.page(wanted, before=asked.get("before")),
        "form": form,
        "events": selectors.events(),
        "people": selectors.people(),
        "kept": kept.urlencode(),
        "narrowed": wanted != selectors.LedgerFilter(),
    }
    return render(request, "audit/ledger.html", context)


@for_roles(*_READERS)
@require_safe
def row(request: StaffRequest, number: int) -> HttpResponse:
    """Show one row; its details open by a button, since looking is recorded."""
    return _show_row(request, number)


@for_roles(*_READERS)
@require_POST
def details(request: StaffRequest, number: int) -> HttpResponse:
    """Open the details of a row and record that somebody looked."""
    opened = services.open_details(selectors.row_numbered(number), acting=request.user)
    return _show_row(request, number, json.dumps(opened, ensure_ascii=False, indent=2, sort_keys=True))


@for_roles(Role.ADMINISTRATOR)
@require_POST
def erase(request: StaffRequest, number: int) -> HttpResponse:
    """Erase the details of a row."""
    form = EraseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.erase_payload(selectors.row_numbered(number), acting=request.user, reason=reason)
    return redirect("audit:row", number=number)


@for_roles(*_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain and say whether it holds; writes nothing."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        verdict = verify_ledger(expected_head=form.cleaned_data["head"])
    context: dict[str, Any] = {"form": form, "verdict": verdict, "export_form": ExportForm(), "head": selectors.head()}
    if verdict is not None and verdict.problem is not None:
        context["reason"] = reason_in_words(verdict.problem)
    return render(request, "audit/verify.html", context)


@for_roles(*_READERS)
@require_POST
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Hand the ledger over as a file of JSON lines."""
    form = ExportForm(request.POST)
    head, lines = export_ledger(
        acting=request.user, with_details=form.is_valid() and bool(form.cleaned_data["with_details"])
    )
    name = f"ledger-{head.number}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Seawall-Ledger-Head": str(head)}
    return StreamingHttpResponse(lines, content_type="application/jsonl", headers=headers)


def _show_row(request: StaffRequest, number: int, opened: str | None = None) -> HttpResponse:
    shown = selectors.row_numbered(number)
    context = {
        "row": shown,
        "named": selectors.name_rows([shown])[0],
        "opened": opened,
        "erased": not LedgerPayload.objects.filter(row=shown).exists(),
        "may_erase": Role.ADMINISTRATOR in request.user.roles and shown.event != services.ERASURE,
        "erase_form": EraseForm(),
        "custody": selectors.custody_of(shown.subject)[:200],
    }
    return render(request, "audit/row.html", context)
