"""Pages of the ranker: what it is allowed to do and why, and one post after the other to be labelled."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.forms import STANCE_KEYS
from seawall.desk.cases.models.vocabulary import Stance
from seawall.desk.people.roles import Role
from seawall.desk.ranking import selectors, services
from seawall.desk.ranking.models import LabelRequest
from seawall.desk.ranking.tasks import train_ranker_task

__all__ = ["ask", "label", "next_post", "ranker", "train"]

TRAINERS: Final = frozenset({Role.LEGAL, Role.ADMINISTRATOR})
LABELLERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
_SEED_BITS: Final = 31


@for_roles(Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR)
@require_safe
def ranker(request: StaffRequest) -> HttpResponse:
    """Show what the ranker learned from and what it may do."""
    context = {
        "page": selectors.ranker_page(),
        "may_train": bool(request.user.roles & TRAINERS),
        "may_label": bool(request.user.roles & LABELLERS),
    }
    return render(request, "ranking/ranker.html", context)


@for_roles(*TRAINERS)
@require_POST
def train(request: StaffRequest) -> HttpResponse:
    """Have the worker train anew."""
    train_ranker_task.enqueue(request.user.pk)
    messages.success(request, _("The worker trains a new ranker. Its figures will stand here."))
    return redirect("ranking:ranker")


@for_roles(*LABELLERS)
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """Draw posts to be labelled."""
    count = services.ask_for_labels(acting=request.user, seed=secrets.randbits(_SEED_BITS))
    said = ngettext("%(count)s post was drawn.", "%(count)s posts were drawn.", count) % {"count": count}
    messages.success(request, said)
    return redirect("ranking:next_post")


@for_roles(*LABELLERS)
@require_safe
def next_post(request: StaffRequest) -> HttpResponse:
    """Show the next post that nobody has labelled."""
    stances = [(stance.value, stance.label, STANCE_KEYS[stance]) for stance in Stance]
    context = {"post": selectors.post_to_label(), "stances": stances}
    return render(request, "ranking/label.html", context)


@for_roles(*LABELLERS)
@require_POST
def label(request: StaffRequest, number: int) -> HttpResponse:
    """Take the answer and go on to the next post."""
    asked = get_object_or_404(LabelRequest, pk=number)
    stance = request.POST.get("stance", "")
    if stance not in Stance.values:
        raise Http404
    services.give_label(asked, stance, acting=request.user)
    return redirect("ranking:next_post")
