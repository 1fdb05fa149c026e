"""Pages of entries: add one after a preview of what it would match, add many, read, edit and withdraw one."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.banks import services
from seawall.desk.banks.aside_words import aside_words
from seawall.desk.banks.errors import BankError, ListTooLongError
from seawall.desk.banks.forms import MAX_LIST_BYTES, EditEntryForm, EntryForm, ListForm, WithdrawForm
from seawall.desk.banks.lists import read_list
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.preview import Preview, entry_of_draft, preview_draft
from seawall.desk.banks.standing import standing_of
from seawall.desk.banks.standing_forms import StandingForms
from seawall.desk.banks.views import ENTRY_EDITORS, READERS
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import want_scan
from seawall.desk.sources.uploads import limited_upload
from seawall.desk.statuses import sentence_of, status_of
from seawall.index import BankEntry as ComparedEntry

__all__ = ["add_entries", "add_entry", "edit_entry", "entry", "tell_added", "withdraw_entry"]

_SALT: Final = "seawall.desk.banks.preview"
_PREVIEW_HOLDS_SECONDS: Final = 60 * 60


@for_roles(*ENTRY_EDITORS)
@require_http_methods(["GET", "POST"])
def add_entry(request: StaffRequest, number: int) -> HttpResponse:
    """Ask for one signal, show what it would match, and add it once that was seen."""
    bank = get_object_or_404(Bank, pk=number)
    form = EntryForm(request.POST or None)
    context: dict[str, Any] = {"bank": bank, "form": form}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        draft = form.draft()
        try:
            warned_of = _seen_warnings(form, bank) if request.POST.get("step") == "save" else None
            if warned_of is not None:
                added = services.add_entry(bank, draft, acting=request.user, warned_of=warned_of)
                run = want_scan(acting=request.user)
                tell_added(request, _("Added as %(entry)s.") % {"entry": added.entry_id}, run)
                return redirect("banks:entry", added.pk)
            preview = preview_draft(bank, draft)
        except BankError as error:
            form.add_error("value", aside_words(sentence_of(error)))
            status = status_of(error)
        else:
            context |= {"preview": preview, "seen": _sign(preview, bank)}
            status = 200
    fragment = request.htmx and request.POST.get("step") == "preview"  # type: ignore[attr-defined]
    context["fragment"] = fragment
    template = "banks/preview.html" if fragment else "banks/entry_form.html"
    return render(request, template, context, status=200 if fragment else status)


@for_roles(*ENTRY_EDITORS)
@limited_upload(MAX_LIST_BYTES)
@require_http_methods(["GET", "POST"])
def add_entries(request: StaffRequest, number: int) -> HttpResponse:
    """Take a list of signals and say what became of each line that was not added."""
    bank = get_object_or_404(Bank, pk=number)
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"bank": bank, "form": form}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        lines = read_list(_lines_of(form), signal_type=form.cleaned_data["signal_type"] or None)
        try:
            context["added"] = services.add_entries(bank, lines, acting=request.user)
            context["run"] = want_scan(acting=request.user)
        except ListTooLongError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            context["form"] = ListForm()
            status = 200
    return render(request, "banks/list_form.html", context, status=status)


@for_roles(*READERS)
@require_safe
def entry(request: StaffRequest, number: int) -> HttpResponse:
    """Show one entry and what may be done with it."""
    return _entry_page(request, _found(number))


@for_roles(*ENTRY_EDITORS)
@require_POST
def edit_entry(request: StaffRequest, number: int) -> HttpResponse:
    """Change an entry's opinion or note."""
    found, form = _found(number), EditEntryForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, edit_form=form, status=422)
    try:
        services.edit_entry(
            found,
            opinion=form.cleaned_data["opinion"],
            note=form.cleaned_data["note"].strip(),
            expires_at=form.cleaned_data["expires_at"],
            acting=request.user,
        )
    except BankError as error:
        form.add_error(None, sentence_of(error))
        return _entry_page(request, found, edit_form=form, status=status_of(error))
    return redirect("banks:entry", number)


@for_roles(*ENTRY_EDITORS)
@require_POST
def withdraw_entry(request: StaffRequest, number: int) -> HttpResponse:
    """Take an entry out of use, with the findings that rest on it."""
    found, form = _found(number), WithdrawForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, withdraw_form=form, status=422)
    services.withdraw_entry(found, reason=form.cleaned_data["reason"], acting=request.user)
    return redirect("banks:entry", number)


def tell_added(request: StaffRequest, words: str, run: Run) -> None:
    """Say that something was added, with the way to the scan that compares the corpus with it."""
    link = format_html(
        '{} <a href="{}">{}</a>', words, reverse("sources:run", args=[run.pk]), _("Everything is compared with it now.")
    )
    messages.success(request, link)


def _found(number: int) -> BankEntry:
    rows = BankEntry.objects.select_related("bank", "content", "added_by", "withdrawn_by", "looked_by")
    return get_object_or_404(rows, pk=number)


def _entry_page(
    request: StaffRequest,
    found: BankEntry,
    *,
    edit_form: EditEntryForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "entry": found,
        "bank": found.bank,
        "standing": standing_of(found.content or found),
        "forms": StandingForms(),
        "own": request.user,
        "may_add": bool(request.user.roles & {*ENTRY_EDITORS}),
        "edit_form": edit_form or EditEntryForm.of(found),
        "withdraw_form": withdraw_form or WithdrawForm(),
    }
    return render(request, "banks/entry.html", context, status=status)


def _lines_of(form: ListForm) -> Iterable[bytes]:
    upload = form.cleaned_data["upload"]
    if upload:
        return iter(upload.file.readline, b"")
    return io.BytesIO(form.cleaned_data["pasted"].encode("utf-8", "surrogatepass"))


def _sign(preview: Preview, bank: Bank) -> str:
    return signing.dumps([_identity(preview.entry, bank), list(preview.warning_names)], salt=_SALT)


def _seen_warnings(form: EntryForm, bank: Bank) -> list[str] | None:
    """Return the warnings of the preview of just this entry that this person saw and confirmed; None: not yet."""
    try:
        identity, warnings = signing.loads(form.cleaned_data["previewed"], salt=_SALT, max_age=_PREVIEW_HOLDS_SECONDS)
    except signing.BadSignature:
        return None
    is_same = identity == _identity(entry_of_draft(bank, form.draft()), bank)
    return warnings if is_same and (not warnings or form.cleaned_data["confirmed"]) else None


def _identity(entry: ComparedEntry, bank: Bank) -> list[Any]:
    return [bank.pk, entry.signal_type, entry.value, entry.opinion.value]
