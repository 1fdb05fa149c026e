"""The page of one comparison, and its two pictures, aligned."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.models import Finding
from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.comparing import pictures, selectors
from seawall.desk.comparing.how_words import distance_words, place_words, stage_words, transform_words
from seawall.desk.observations import services
from seawall.desk.observations.errors import MediaUnservableError
from seawall.desk.observations.picture_response import picture_response, unservable_response
from seawall.desk.people.roles import Role

__all__ = ["comparison", "picture", "reveal"]


@for_roles(Role.ANALYST, Role.LEGAL)
@require_safe
def comparison(request: StaffRequest, number: int) -> HttpResponse:
    """Show what was observed beside what is banked."""
    finding = _finding(request, number)
    context = {
        "comparison": selectors.comparison_of(finding),
        "how": stage_words(finding.stage),
        "place": place_words(finding.location),
        "transform": transform_words(finding.transform),
        "distance": distance_words(finding.signal_type, finding.distance, finding.stage),
        "details": [fact for fact in finding.evidence if fact["weight"] == 0.0],
    }
    return render(request, "comparing/comparison.html", context)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_safe
def picture(request: StaffRequest, number: int, side: str) -> HttpResponse:
    """Hand out one of the two pictures, laid so that it can be compared; that it was handed out is recorded."""
    finding = _finding(request, number)
    if side not in pictures.SIDES:
        raise Http404
    try:
        content = pictures.aligned_picture(finding, side)
    except MediaUnservableError as error:
        return unservable_response(error)
    if content is None:
        raise Http404
    services.consult_media(finding.media_id or "", acting=request.user)
    return picture_response(content)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def reveal(request: StaffRequest, number: int) -> HttpResponse:
    """Count an unveiling for the reader's exposure of the day."""
    finding = _finding(request, number)
    services.note_reveal(finding.media_id or f"finding:{finding.pk}", acting=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _finding(request: StaffRequest, number: int) -> Finding:
    finding = selectors.find_finding(number)
    if finding is None:
        raise Http404
    require_unbarred_subject(
        request.user,
        platform=finding.observation.platform,
        account_id=finding.observation.account_id,
        channel_id=finding.observation.channel_id,
        post_key=finding.observation.key,
    )
    return finding
