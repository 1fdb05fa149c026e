"""Pages of one account, one post, one picture."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.observations import selectors, services
from seawall.desk.observations.case_rows import cases_about, findings_about, findings_of_post
from seawall.desk.observations.channel import channel_page
from seawall.desk.observations.errors import MediaUnservableError
from seawall.desk.observations.forms import PurposeForm, SpanForm
from seawall.desk.observations.picture_response import picture_response, unservable_response
from seawall.desk.observations.purposes import standing_purpose
from seawall.desk.observations.rendition import find_file, render_picture
from seawall.desk.people.roles import Role

__all__ = ["account", "channel", "consult", "media", "post", "reveal"]

_KEY_BYTES = 16


@for_roles(Role.ANALYST, Role.LEGAL)
@require_safe
def account(request: StaffRequest, platform: str, account_id: str) -> HttpResponse:
    """Show one account over time; a reader without a purpose is asked for it first."""
    require_unbarred_subject(request.user, platform=platform, account_id=account_id)
    purpose = standing_purpose(platform, account_id, reader=request.user, now=utc_now())
    if purpose is None:
        return _ask_purpose(request, platform, account_id, PurposeForm())
    found = selectors.account_page(
        selectors.AccountRef(platform=platform, account_id=account_id), **SpanForm(request.GET).span()
    )
    if found is None:
        raise Http404
    services.consult_account(platform, account_id, purpose, acting=request.user)
    context = {
        "found": found,
        "purpose": purpose,
        "cases": cases_about(platform, account_id),
        "findings": findings_about(platform, account_id),
    }
    if request.headers.get("HX-Target") == "posts":
        return render(request, "observations/account_posts.html", context)
    return render(request, "observations/account.html", context)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_POST
def consult(request: StaffRequest, platform: str, account_id: str) -> HttpResponse:
    """Take the stated purpose and open the account."""
    require_unbarred_subject(request.user, platform=platform, account_id=account_id)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _ask_purpose(request, platform, account_id, form)
    services.consult_account(platform, account_id, form.purpose(), acting=request.user)
    return redirect("observations:account", platform, account_id)


@for_roles(Role.ANALYST, Role.LEGAL)
@require_safe
def channel(request: StaffRequest, platform: str, channel_id: str) -> HttpResponse:
    """Show one channel: how it described itself and what was written in it."""
    require_unbarred_subject(request.user, platform=platform, channel_id=channel_id)
    found = channel_page(platform, channel_id, page=SpanForm(request.GET).span()["page"])
    if found is None:
        raise Http404
    return render(request, "observations/channel.html", {"found": found})


@for_roles(Role.ANALYST, Role.LEGAL)
@require_safe
def post(request: StaffRequest, key_hex: str) -> HttpResponse:
    """Show one post, what it carries and where it came from."""
    try:
        key = bytes.fromhex(key_hex)
    except ValueError:
        raise Http404 from None
    found = selectors.post_page(key) if len(key) == _KEY_BYTES else None
    if found is None:
        raise Http404
    require_unbarred_subject(
        request.user,
        platform=found.post["platform"],
        account_id=found.post["account_id"],
        channel_id=found.post["channel_id"],
        post_key=key.hex(),
    )
    return render(request, "observations/post.html", {"found": found, "findings": findings_of_post(key_hex)})


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER)
@require_POST
def reveal(request: StaffRequest, digest: str) -> HttpResponse:
    """Count an unveiling for the reader's exposure of the day; the page asks for it while the picture is held."""
    if not selectors.media_sightings(digest):
        raise Http404
    services.note_reveal(digest, acting=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@for_roles(Role.ANALYST, Role.LEGAL, Role.APPROVER)
@require_safe
def media(request: StaffRequest, digest: str) -> HttpResponse:
    """Hand out a bounded rendition of one picture; that it was handed out is recorded."""
    sightings = selectors.media_sightings(digest)
    if not sightings:
        raise Http404
    path = find_file(settings.SEAWALL.evidence_path, digest, [row["file"] for row in sightings])
    if path is None:
        raise Http404
    try:
        content = render_picture(path, digest)
    except MediaUnservableError as error:
        return unservable_response(error)
    services.consult_media(digest, acting=request.user)
    return picture_response(content)


def _ask_purpose(request: StaffRequest, platform: str, account_id: str, form: PurposeForm) -> HttpResponse:
    context = {
        "form": form,
        "platform": platform,
        "account_id": account_id,
        "address": reverse("observations:consult", args=[platform, account_id]),
    }
    return render(request, "observations/purpose.html", context, status=422 if form.is_bound else 200)
