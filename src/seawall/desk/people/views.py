"""The administrator's pages about staff. A link that lets somebody in is shown once, in the answer that made it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.people import selectors, services
from seawall.desk.people.errors import PeopleError
from seawall.desk.people.forms import InviteForm, RoleForm
from seawall.desk.people.links import LIFETIMES
from seawall.desk.people.models import OneTimeLink, StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["change_role", "deactivate", "invite", "invite_again", "person", "reactivate", "recover", "staff_list"]


@for_roles(Role.ADMINISTRATOR)
@require_safe
def staff_list(request: StaffRequest) -> HttpResponse:
    """List the staff."""
    return render(request, "people/list.html", {"staff": selectors.all_staff()})


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Ask whom to invite; then show the link once."""
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"language": "en", "roles": [Role.ANALYST]}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite(**form.cleaned_data, acting=request.user)
        except PeopleError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            return _show_link(request, invited.staff, invited.link_path, OneTimeLink.Purpose.INVITATION)
    return render(request, "people/invite.html", {"form": form}, status=status)


@for_roles(Role.ADMINISTRATOR)
@require_safe
def person(request: StaffRequest, number: int) -> HttpResponse:
    """Show one member of staff and what can be done."""
    staff = selectors.staff_numbered(number)
    held = selectors.roles_of(staff)
    context = {
        "person": staff,
        "own": staff == request.user,
        "roles": [(role, role in held) for role in Role],
        "links": selectors.unused_links(staff)[:5],
    }
    return render(request, "people/person.html", context)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def change_role(request: StaffRequest, number: int) -> HttpResponse:
    """Give or take away one role."""
    staff, form = selectors.staff_numbered(number), RoleForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("There is no such role."), status=400, content_type="text/plain; charset=utf-8")
    change = services.grant_role if form.cleaned_data["held"] else services.revoke_role
    change(staff, Role(form.cleaned_data["role"]), acting=request.user)
    return redirect("people:person", number=number)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def invite_again(request: StaffRequest, number: int) -> HttpResponse:
    """Make a new invitation link and show it once."""
    invited = services.invite_again(selectors.staff_numbered(number), acting=request.user)
    return _show_link(request, invited.staff, invited.link_path, OneTimeLink.Purpose.INVITATION)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def recover(request: StaffRequest, number: int) -> HttpResponse:
    """Make a recovery link and show it once."""
    staff = selectors.staff_numbered(number)
    return _show_link(request, staff, services.recover(staff, acting=request.user), OneTimeLink.Purpose.RECOVERY)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def deactivate(request: StaffRequest, number: int) -> HttpResponse:
    """Shut somebody out."""
    services.deactivate(selectors.staff_numbered(number), acting=request.user)
    return redirect("people:person", number=number)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def reactivate(request: StaffRequest, number: int) -> HttpResponse:
    """Let somebody in again."""
    services.reactivate(selectors.staff_numbered(number), acting=request.user)
    return redirect("people:person", number=number)


def _show_link(request: StaffRequest, staff: StaffMember, path: str, purpose: OneTimeLink.Purpose) -> HttpResponse:
    context = {
        "person": staff,
        "link": request.build_absolute_uri(path),
        "purpose": purpose.value,
        "hours": int(LIFETIMES[purpose].total_seconds() // 3600),
    }
    return render(request, "people/link_made.html", context)
