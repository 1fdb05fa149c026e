"""How a one-time link lets somebody in.

Opening the link changes nothing: it notes the link's number in the session and goes on to an address without the
secret, so that neither history, nor referrer, nor a messenger's preview can spend or keep it. The button there spends
it. A second factor, where there is one, is still asked for.
"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seawall.clock import utc_now
from seawall.desk.access import public_page
from seawall.desk.people import links, services
from seawall.desk.people.errors import LinkRefusedError, PeopleError
from seawall.desk.people.forms import AcceptForm, RecoverForm
from seawall.desk.people.models import OneTimeLink, StaffMember
from seawall.desk.people.rates import count_try
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["open_link", "way_in"]

_SESSION_KEY = "one_time_link"


@public_page
@require_safe
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address."""
    count_try(request)
    request.session[_SESSION_KEY] = links.find_link(secret, now=utc_now()).pk
    return redirect("people:way_in")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: HttpRequest) -> HttpResponse:
    """Ask for what the link needs, then spend it."""
    number: int | None = request.session.get(_SESSION_KEY)
    link = OneTimeLink.objects.select_related("staff").filter(pk=number or 0).first()
    if link is None or not links.is_open(link, now=utc_now()):
        raise LinkRefusedError
    form = _form_for(link, request)
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            staff = _spend(link, form)
        except PeopleError as error:
            if form is None:
                raise
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            request.session.pop(_SESSION_KEY, None)
            return perform_login(request, staff)  # type: ignore[no-any-return]
    context = {"link": link, "person": link.staff, "form": form}
    return render(request, "people/way_in.html", context, status=status)


def _form_for(link: OneTimeLink, request: HttpRequest) -> AcceptForm | RecoverForm | None:
    data = request.POST if request.method == "POST" else None
    if link.purpose == OneTimeLink.Purpose.INVITATION:
        return AcceptForm(data, staff=link.staff, initial={"language": link.staff.language})
    if link.purpose == OneTimeLink.Purpose.RECOVERY:
        return RecoverForm(data, staff=link.staff)
    return None


def _spend(link: OneTimeLink, form: AcceptForm | RecoverForm | None) -> StaffMember:
    if form is None:
        return services.enter_by_link(link)
    chosen = form.cleaned_data
    if isinstance(form, AcceptForm):
        return services.accept_invitation(
            link, password=chosen["password1"], pseudonym=chosen["pseudonym"], language=chosen["language"]
        )
    return services.use_recovery(link, password=chosen["password1"])
