"""The administrator's pages about tokens. A secret is shown once, in the answer that made it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.clock import utc_now
from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.hma import selectors
from seawall.desk.hma.errors import HmaError
from seawall.desk.hma.forms import TokenForm
from seawall.desk.hma.models import ApiToken
from seawall.desk.hma.services import make_token, revoke_token
from seawall.desk.people.roles import Role
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["make", "revoke", "token_list"]


@for_roles(Role.ADMINISTRATOR)
@require_safe
def token_list(request: StaffRequest) -> HttpResponse:
    """List the tokens."""
    now = utc_now()
    tokens = [(token, token.is_open(now)) for token in selectors.all_tokens()]
    return render(request, "hma/tokens.html", {"tokens": tokens})


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest) -> HttpResponse:
    """Ask what the token is for; then show its secret once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = make_token(form.draft(), acting=request.user)
        except HmaError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            return render(request, "hma/token_made.html", {"made": made, "base": request.build_absolute_uri("/hma/")})
    return render(request, "hma/make_token.html", {"form": form}, status=status)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def revoke(request: StaffRequest, number: int) -> HttpResponse:
    """Let a token open nothing any more."""
    revoke_token(get_object_or_404(ApiToken, pk=number), acting=request.user)
    return redirect("hma:tokens")
