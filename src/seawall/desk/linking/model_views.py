"""The model that links: its versions, what each was made from, and training a new one from what people judged."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.linking import selectors, services
from seawall.desk.linking.asking import ask_retraining
from seawall.desk.linking.errors import LinkingRunningError, TooFewJudgementsError
from seawall.desk.linking.models import LinkModel
from seawall.desk.linking.services.guards import READERS, TRAINERS
from seawall.desk.statuses import sentence_of

__all__ = ["model", "retrain", "use"]


@for_roles(*READERS)
@require_safe
def model(request: StaffRequest) -> HttpResponse:
    """Show the model in use, the ones before it, and what there is to train on."""
    counts = selectors.judgement_counts()
    context = {
        "current": selectors.active_model(),
        "models": selectors.models_kept(),
        "counts": counts,
        "is_enough": min(counts.same, counts.different) >= counts.least,
        "may_train": bool(request.user.roles & TRAINERS),
    }
    return render(request, "linking/model.html", context)


@for_roles(*TRAINERS)
@require_POST
def retrain(request: StaffRequest) -> HttpResponse:
    """Have the worker train a model from the judgements that are in force."""
    try:
        run = ask_retraining(acting=request.user)
    except TooFewJudgementsError as error:
        messages.warning(request, sentence_of(error))
        return redirect("linking:model")
    except LinkingRunningError as error:
        messages.info(request, _("A model is being trained already."))
        return redirect("sources:run", error.facts["run"])
    return redirect("sources:run", run.pk)


@for_roles(*TRAINERS)
@require_POST
def use(request: StaffRequest, number: int) -> HttpResponse:
    """Let another kept model link from now on."""
    wanted = get_object_or_404(LinkModel, pk=number)
    services.use_model(wanted, acting=request.user)
    messages.success(
        request, _("%(label)s links from now on. Links that were made stay as they are.") % {"label": wanted}
    )
    return redirect("linking:model")
