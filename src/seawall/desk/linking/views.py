"""The list of links, and the page of one link with what may be done on it. Opening a link is a consultation of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.errors import CaseError
from seawall.desk.linking import selectors, services
from seawall.desk.linking.asking import ask_linking
from seawall.desk.linking.errors import LinkingError, LinkingRunningError
from seawall.desk.linking.forms import VERDICT_KEYS, JudgementForm, LinkFilterForm
from seawall.desk.linking.link_page import link_page
from seawall.desk.linking.models import Link, LinkState, Verdict
from seawall.desk.linking.refused import ChainLine, chain_of
from seawall.desk.linking.services.guards import READERS, WORKERS
from seawall.desk.statuses import sentence_of, status_of
from seawall.errors import SeawallError
from seawall.identity.errors import ContradictoryJudgementsError

__all__ = ["judge", "link", "links", "open_case", "start"]

_PAGE_LINKS: Final = 50


@for_roles(*READERS)
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """List links, the likeliest first; by number, without names."""
    form = LinkFilterForm(request.GET)
    may_work = bool(request.user.roles & WORKERS)
    wanted = form.wanted() | ({} if may_work else {"words": ""})  # a name that is found is a name that is told
    found = selectors.links_for(request.user, **wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "is_narrowed": any(wanted[name] for name in ("link_class", "verdict", "words"))
        or wanted["state"] != LinkState.STANDS.value,
        "page": Paginator(found, _PAGE_LINKS).get_page(request.GET.get("page")),
        "figures": selectors.link_figures(request.user),
        "last": selectors.last_pass(),
        "may_work": may_work,
    }
    return render(request, "linking/links.html", context)


@for_roles(*WORKERS)
@require_safe
def link(request: StaffRequest, number: int) -> HttpResponse:
    """Show one link: both accounts, the evidence, what was said of it."""
    return _show(request, _found(number))


@for_roles(*WORKERS)
@require_POST
def judge(request: StaffRequest, number: int) -> HttpResponse:
    """Take a judgement; one that contradicts others is refused with the chain that says otherwise."""
    found = _found(number)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form)
    try:
        said = form.cleaned_data
        services.judge_link(found, said["verdict"], reason=said["reason"], acting=request.user)
    except (LinkingError, ContradictoryJudgementsError) as error:
        return _show(request, found, form=form, problem=error)
    messages.success(request, _("Your judgement is recorded. It moves no weight before a model is retrained."))
    return redirect("linking:link", number)


@for_roles(*WORKERS)
@require_POST
def open_case(request: StaffRequest, number: int) -> HttpResponse:
    """Put the new account before reviewers."""
    found = _found(number)
    try:
        case = services.open_successor_case(found, acting=request.user)
    except (LinkingError, CaseError) as error:
        return _show(request, found, problem=error)
    return redirect("cases:case", case.reference)


@for_roles(*WORKERS)
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Have the worker compare new accounts with the closed ones."""
    try:
        run = ask_linking(acting=request.user, everything=request.POST.get("everything") == "yes")
    except LinkingRunningError as error:
        messages.info(request, _("Accounts are being compared already."))
        return redirect("sources:run", error.facts["run"])
    return redirect("sources:run", run.pk)


def _found(number: int) -> Link:
    return get_object_or_404(Link.objects.select_related("closed", "model", "replaces", "replaced_by"), pk=number)


def _show(
    request: StaffRequest, found: Link, *, form: JudgementForm | None = None, problem: SeawallError | None = None
) -> HttpResponse:
    services.look_at_link(found, acting=request.user)
    status = status_of(problem) if problem else 422 if form is not None and form.errors else 200
    context: Mapping[str, Any] = {
        "link": found,
        "page": link_page(found, reader=request.user),
        "form": form or JudgementForm(),
        "problem": _words(problem),
        "chain": _chain(problem),
        "verdicts": [(verdict.value, verdict.label, VERDICT_KEYS[verdict]) for verdict in Verdict],
    }
    return render(request, "linking/link.html", context, status=status)


def _words(problem: SeawallError | None) -> str | None:
    if problem is None:
        return None
    if isinstance(problem, ContradictoryJudgementsError):
        return _("It contradicts what was judged before. Nothing was changed.")
    return sentence_of(problem)


def _chain(problem: SeawallError | None) -> tuple[ChainLine, ...]:
    return chain_of(problem) if isinstance(problem, ContradictoryJudgementsError) else ()
