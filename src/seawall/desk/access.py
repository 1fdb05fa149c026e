"""Who may open which page? Each view says so itself, and a view that says nothing is closed to everybody.

`@for_roles(Role.ANALYST, …)` opens a view to staff who hold one of the roles; `@for_staff` to every member of staff;
`@public_page` to anyone; `@for_tokens` leaves the question to a view that asks for a token. The middleware refuses any
view without such a mark, so a forgotten one fails closed. Pages of django-allauth can't carry the mark:
`_ALLAUTH_PUBLIC` and the rule below name them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from seawall.desk.people.roles import Role

if TYPE_CHECKING:
    from seawall.desk.people.models import StaffMember

__all__ = ["AccessMiddleware", "StaffRequest", "access_of", "for_roles", "for_staff", "for_tokens", "public_page"]

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC: Final = frozenset({"anyone"})
BY_TOKEN: Final = frozenset({"token"})
EVERY_ROLE: Final = frozenset(Role)

_ALLAUTH_PUBLIC: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
_ALLAUTH_STAFF: Final = frozenset({"account_reauthenticate", "account_change_password", "mfa_reauthenticate"})


class StaffRequest(HttpRequest):
    """What a view gets that `for_roles` or `for_staff` marks: its user is a member of staff."""

    user: StaffMember


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Open a view to staff who hold at least one of `roles`."""
    if not roles:
        raise ValueError("for_roles needs at least one role; for all of them use for_staff")
    return _mark(frozenset(roles))


def for_staff(view: View) -> View:
    """Open a view to every signed-in member of staff with any role."""
    return _mark(EVERY_ROLE)(view)


def public_page(view: View) -> View:
    """Open a view to anyone, signed in or not."""
    return _mark(PUBLIC)(view)


def for_tokens(view: View) -> View:
    """Leave a view to judge by the token that a request carries; no session and no role opens it."""
    return _mark(BY_TOKEN)(view)


def _mark(access: frozenset[Any]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.seawall_access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(view: Callable[..., Any], url_name: str | None) -> frozenset[Any]:
    """Return who may open a view: `PUBLIC`, `BY_TOKEN`, a set of roles, or the empty set for nobody."""
    declared: frozenset[Any] | None = getattr(view, "seawall_access", None)
    if declared is not None:
        return declared
    if url_name in _ALLAUTH_PUBLIC:
        return PUBLIC
    if url_name is not None and (url_name in _ALLAUTH_STAFF or url_name.startswith("mfa_")):
        return EVERY_ROLE
    return frozenset()


class AccessMiddleware:
    """Refuse a request before its view runs, unless the view's own declaration lets it in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send strangers to the login, refuse the wrong role, and let the rest pass."""
        match = request.resolver_match
        access = access_of(view, match.view_name if match else None)
        if access in {PUBLIC, BY_TOKEN}:
            return None
        staff = request.user
        if not staff.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not access & staff.roles:
            raise PermissionDenied
        return None
