"""Long lists go into a bank in the background, and a bank goes out as a file."""

from __future__ import annotations

import tempfile
from typing import Final

from django import forms
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.banks.bulk_import import asides_path
from seawall.desk.banks.exporting import FORMS, export_bank
from seawall.desk.banks.list_asking import ask_list
from seawall.desk.banks.models import Bank, ListImport
from seawall.desk.banks.values import signal_titles
from seawall.desk.banks.views import ENTRY_EDITORS
from seawall.desk.sources.errors import SourceError
from seawall.desk.sources.folders import spool_folder
from seawall.desk.sources.uploads import limited_upload
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["asides", "export", "import_list"]

MAX_FILE_BYTES: Final = 2 << 30


class LongListForm(forms.Form):
    """A bank file of any length."""

    upload = forms.FileField(
        label=_("File"), help_text=_("Text, CSV, JSON Lines or tx; UTF-8; up to 2 GB, a million lines and more.")
    )
    signal_type = forms.ChoiceField(
        label=_("Kind of signal"), required=False, help_text=_("For lines that don’t say it themselves.")
    )
    origin = forms.CharField(
        label=_("Comes from"),
        max_length=120,
        required=False,
        help_text=_(
            "The partner or list. Entries from elsewhere raise nothing before somebody here has looked at what they "
            "match. Empty: as the bank."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the signal types that are installed."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kind = self.fields["signal_type"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Each line says it")), *signal_titles()]


@for_roles(*ENTRY_EDITORS)
@limited_upload(MAX_FILE_BYTES)
@require_http_methods(["GET", "POST"])
def import_list(request: StaffRequest, number: int) -> HttpResponse:
    """Take a bank file and queue its import."""
    bank = get_object_or_404(Bank, pk=number)
    form = LongListForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            run = ask_list(
                bank,
                given["upload"],
                signal_type=given["signal_type"],
                origin=given["origin"].strip(),
                acting=request.user,
            )
        except SourceError as error:
            form.add_error("upload", sentence_of(error))
            status = status_of(error)
        else:
            return redirect("sources:run", run.pk)
    return render(request, "banks/long_list.html", {"bank": bank, "form": form}, status=status)


@for_roles(*ENTRY_EDITORS)
@require_safe
def asides(_request: StaffRequest, number: int) -> HttpResponseBase:
    """Hand out the lines of a list that were set aside, with line number and reason."""
    listed = get_object_or_404(ListImport, pk=number)
    path = asides_path(listed)
    if not listed.set_aside or not path.is_file():
        raise Http404
    name = f"set-aside-{listed.pk}.jsonl"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/x-ndjson")


@for_roles(*ENTRY_EDITORS)
@require_POST
def export(request: StaffRequest, number: int, form: str) -> HttpResponseBase:
    """Hand out the entries of a bank that stand, as a file; the ledger keeps who took them."""
    bank = get_object_or_404(Bank, pk=number)
    if form not in FORMS:
        raise Http404
    # written whole before the answer begins, so that an answer that breaks off is no shorter bank
    file = tempfile.TemporaryFile(dir=spool_folder())  # noqa: SIM115 - the answer closes it
    export_bank(bank, form, file, acting=request.user)
    file.seek(0)
    ending = "jsonl" if form == "jsonl" else "txt"
    return FileResponse(
        file, as_attachment=True, filename=f"bank-{bank.pk}.{ending}", content_type="application/octet-stream"
    )
