"""Pages of pieces of content: add one from a file, read, disable and withdraw one, see its picture under the veil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.banks import services
from seawall.desk.banks.aside_words import aside_words
from seawall.desk.banks.drafts import ContentDraft
from seawall.desk.banks.entry_views import tell_added
from seawall.desk.banks.errors import BankError
from seawall.desk.banks.forms import WithdrawForm
from seawall.desk.banks.models import Bank, BankContent, Opinion
from seawall.desk.banks.standing import standing_of
from seawall.desk.banks.standing_forms import StandingForms
from seawall.desk.banks.views import ENTRY_EDITORS, READERS
from seawall.desk.observations.errors import MediaUnservableError
from seawall.desk.observations.picture_response import picture_response, unservable_response
from seawall.desk.observations.rendition import find_file, render_picture
from seawall.desk.observations.services import consult_media, note_reveal
from seawall.desk.sources.services import want_scan
from seawall.desk.sources.uploads import limited_upload
from seawall.desk.statuses import sentence_of, status_of
from seawall.signals import FileKind

__all__ = ["add_content", "content", "disable", "edit", "picture", "reveal", "withdraw"]

MAX_FILE_BYTES: Final = 256 << 20


class ContentForm(forms.Form):
    """A file to bank."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A picture, video, recording or document, up to 256 MB. It is kept as evidence."),
    )
    opinion = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        choices=[("", gettext_lazy("As the bank")), *Opinion.choices],
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Where you have it from. Reviewers read it beside each finding."),
    )


class EditContentForm(forms.Form):
    """What may change about a piece of content."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class DisableForm(forms.Form):
    """Until when a piece of content matches nothing."""

    until = forms.DateTimeField(
        label=gettext_lazy("Matches nothing until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: it matches from now on."),
    )


@for_roles(*ENTRY_EDITORS)
@limited_upload(MAX_FILE_BYTES)
@require_http_methods(["GET", "POST"])
def add_content(request: StaffRequest, number: int) -> HttpResponse:
    """Take a file, keep it as evidence and bank every signal that it gives."""
    bank = get_object_or_404(Bank, pk=number)
    form = ContentForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        upload.file.flush()
        draft = ContentDraft(
            file=Path(upload.file.name),
            file_name=upload.name or "",
            note=form.cleaned_data["note"].strip(),
            opinion=form.cleaned_data["opinion"] or None,
        )
        try:
            added = services.add_content(bank, draft, acting=request.user)
        except BankError as error:
            reasons = [aside_words(one) for one in error.facts.get("reasons", ())]
            form.add_error("upload", reasons or sentence_of(error))
            status = status_of(error)
        else:
            tell_added(request, _("Added as %(entry)s.") % {"entry": added.name}, want_scan(acting=request.user))
            return redirect("banks:content", added.pk)
    return render(request, "banks/content_form.html", {"bank": bank, "form": form}, status=status)


@for_roles(*READERS)
@require_safe
def content(request: StaffRequest, number: int) -> HttpResponse:
    """Show one piece of content, its signals, and how it stands."""
    return _page(request, _found(number))


@for_roles(*ENTRY_EDITORS)
@require_POST
def edit(request: StaffRequest, number: int) -> HttpResponse:
    """Change the note of a piece of content."""

    def change(found: BankContent, note: str) -> None:
        services.edit_content(found, note=note, acting=request.user)

    return _changed(request, number, "edit_form", EditContentForm(request.POST), change)


@for_roles(*ENTRY_EDITORS)
@require_POST
def disable(request: StaffRequest, number: int) -> HttpResponse:
    """Let a piece of content match nothing for a time, or match again."""

    def change(found: BankContent, until: datetime | None) -> None:
        services.disable_content(found, until=until, acting=request.user)
        want_scan(acting=request.user)

    return _changed(request, number, "disable_form", DisableForm(request.POST), change)


@for_roles(*ENTRY_EDITORS)
@require_POST
def withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take a piece of content out of use, with the findings that rest on it."""

    def change(found: BankContent, reason: str) -> None:
        services.withdraw_content(found, reason=reason, acting=request.user)

    return _changed(request, number, "withdraw_form", WithdrawForm(request.POST), change)


@for_roles(*ENTRY_EDITORS)
@require_safe
def picture(request: StaffRequest, number: int) -> HttpResponse:
    """Hand out a bounded rendition of a banked picture; that it was handed out is recorded."""
    digest = _digest(_found(number))
    path = find_file(settings.SEAWALL.evidence_path, digest, [])
    if path is None:
        raise Http404
    try:
        rendition = render_picture(path, digest)
    except MediaUnservableError as error:
        return unservable_response(error)
    consult_media(digest, acting=request.user)
    return picture_response(rendition)


@for_roles(*ENTRY_EDITORS)
@require_POST
def reveal(request: StaffRequest, number: int) -> HttpResponse:
    """Count an unveiling for the reader's exposure of the day."""
    note_reveal(_digest(_found(number)), acting=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _found(number: int) -> BankContent:
    return get_object_or_404(BankContent.objects.select_related("bank", "added_by", "withdrawn_by"), pk=number)


def _digest(found: BankContent) -> str:
    if not found.file_sha256:
        raise Http404
    return f"sha256:{found.file_sha256}"


def _changed(
    request: StaffRequest, number: int, name: str, form: forms.Form, change: Callable[..., None]
) -> HttpResponse:
    """Make a change of a piece of content, given the fields of its form by name, or show the form with its errors."""
    found = _found(number)
    if not form.is_valid():
        return _page(request, found, status=422, **{name: form})
    change(found, **form.cleaned_data)
    return redirect("banks:content", number)


def _page(request: StaffRequest, found: BankContent, *, status: int = 200, **forms_given: Any) -> HttpResponse:
    may_add = bool(request.user.roles & {*ENTRY_EDITORS})
    context = {
        "content": found,
        "bank": found.bank,
        "entries": found.entries.order_by("pk"),
        "standing": standing_of(found),
        "forms": StandingForms(),
        "own": request.user,
        "is_disabled": found.is_disabled(utc_now()),
        "sees_picture": may_add and found.file_kind == FileKind.PICTURE,
        "may_add": may_add,
        "edit_form": EditContentForm(initial={"note": found.note}, auto_id="edit_%s"),
        "disable_form": DisableForm(initial={"until": found.disabled_until}, auto_id="disable_%s"),
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
        **forms_given,
    }
    return render(request, "banks/content.html", context, status=status)
