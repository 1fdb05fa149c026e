"""What people decide about how something in a bank stands: dispute, settle, release, look, record an opinion."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.banks import services
from seawall.desk.banks.errors import BankError
from seawall.desk.banks.met import what_it_met
from seawall.desk.banks.models import BankContent, Hold
from seawall.desk.banks.services.locking import Subject
from seawall.desk.banks.standing import may_settle, standing_of, subject_named
from seawall.desk.banks.standing_forms import LookForm, OpinionForm, ReasonForm, SettleForm
from seawall.desk.banks.views import ENTRY_EDITORS
from seawall.desk.sources.services import want_scan
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["dispute", "hold", "look", "opinion"]


@for_roles(*ENTRY_EDITORS)
@require_POST
def dispute(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """Dispute an entry or a piece of content."""
    subject = _subject(kind, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, subject, form)
    services.dispute(subject, reason=form.cleaned_data["reason"], acting=request.user)
    want_scan(acting=request.user)
    return _to(subject)


@for_roles(*ENTRY_EDITORS)
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, number: int) -> HttpResponse:
    """Show why something is held back, and take the decision about it."""
    found = get_object_or_404(Hold.objects.select_related("bank", "entry", "content", "placed_by"), pk=number)
    is_dispute = found.kind == Hold.Kind.DISPUTED
    form = (SettleForm if is_dispute else ReasonForm)(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if is_dispute:
                upheld = form.cleaned_data["decision"] == SettleForm.UPHOLD
                services.settle_dispute(found, upheld=upheld, reason=reason, acting=request.user)
            else:
                services.release_hold(found, reason=reason, acting=request.user)
        except BankError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            want_scan(acting=request.user)
            return _to(found.subject)
    context = {
        "hold": found,
        "bank": found.bank,
        "subject": found.subject,
        "kind": _kind(found.subject),
        "form": form,
        "may_settle": may_settle(found, request.user) and found.released_at is None,
    }
    return render(request, "banks/hold.html", context, status=status)


@for_roles(*ENTRY_EDITORS)
@require_http_methods(["GET", "POST"])
def look(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """Show a sample of what a foreign entry matches, and take the decision whether it is trusted."""
    subject = _subject(kind, number)
    met = what_it_met(subject, reader=request.user)
    form = LookForm(request.POST or None, initial={"seen": len(met.cards)})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        decide = services.trust if form.cleaned_data["decision"] == LookForm.TRUST else services.set_aside
        seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
        try:
            decide(subject, reason=reason, seen=min(seen, len(met.cards)), acting=request.user)
        except BankError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            want_scan(acting=request.user)
            return _to(subject)
    context = {
        "subject": subject,
        "bank": subject.bank,
        "kind": _kind(subject),
        "met": met,
        "form": form,
        "standing": standing_of(subject),
    }
    return render(request, "banks/look.html", context, status=status)


@for_roles(*ENTRY_EDITORS)
@require_POST
def opinion(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """Record what a partner says."""
    subject = _subject(kind, number)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, subject, form)
    services.record_partner_opinion(subject, **form.cleaned_data, acting=request.user)
    return _to(subject)


def _subject(kind: str, number: int) -> Subject:
    found = subject_named(kind, number)
    if found is None:
        raise Http404
    return found


def _kind(subject: Subject) -> str:
    return "content" if isinstance(subject, BankContent) else "entry"


def _to(subject: Subject) -> HttpResponse:
    return redirect(f"banks:{_kind(subject)}", subject.pk)


def _asked_again(request: StaffRequest, subject: Subject, form: ReasonForm | OpinionForm) -> HttpResponse:
    context = {"subject": subject, "bank": subject.bank, "kind": _kind(subject), "form": form}
    return render(request, "banks/asked_again.html", context, status=422)
