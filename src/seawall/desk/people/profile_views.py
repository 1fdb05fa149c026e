"""One's own page: pseudonym and language, with the ways to passwords, second factors and passkeys; and the language."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_http_methods, require_POST

from seawall.desk.access import StaffRequest, for_staff, public_page
from seawall.desk.people import services
from seawall.desk.people.errors import PeopleError
from seawall.desk.people.forms import ProfileForm
from seawall.desk.statuses import sentence_of, status_of

__all__ = ["profile", "set_language"]


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """Show and change one's own profile."""
    staff = request.user
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={"pseudonym": staff.pseudonym, "language": staff.language},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(acting=staff, **form.cleaned_data)
        except PeopleError as error:
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            messages.success(request, _("Your profile is changed."))
            return redirect("people:profile")
    factors = Authenticator.objects.filter(user=staff).order_by("type")
    context = {"form": form, "factors": factors, "has_password": staff.has_usable_password()}
    return render(request, "people/profile.html", context, status=status)


@public_page
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Change the language: for staff in their profile, for strangers in a cookie; then go back."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        services.change_language(language, acting=request.user)
    return i18n.set_language(request)
