"""Every address of the desk × everybody who may ask: strangers, and staff of each role. One table says what is right.

A new page needs a row in `ACCESS`. A stranger is sent to the login (or let in), staff get the page (whatever it then
says: 404 for an unknown number, 405 for the wrong method) or 403.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

ANALYST, LEGAL, APPROVER, AUDITOR, ADMINISTRATOR = Role
STAFF = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
ANYONE = None

PUBLIC = {
    "account_inactive",
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "people:open_link",
    "people:way_in",
    "set_language",
}
"""Everything that a stranger may open."""

WORKERS = {ANALYST, LEGAL}
READERS = {ANALYST, LEGAL, APPROVER, AUDITOR}
SIGHTED = {ANALYST, LEGAL, APPROVER}
KEEPERS = {ANALYST, LEGAL, AUDITOR, ADMINISTRATOR}
LEDGER = {AUDITOR, ADMINISTRATOR}

ACCESS: dict[str, set[Role] | frozenset[Role] | None] = {
    **dict.fromkeys(PUBLIC, ANYONE),
    "story:home": STAFF,
    "story:pieces": {ADMINISTRATOR},
    "story:wall": WORKERS,
    # people
    "people:list": {ADMINISTRATOR},
    "people:invite": {ADMINISTRATOR},
    "people:person": {ADMINISTRATOR},
    "people:change_role": {ADMINISTRATOR},
    "people:invite_again": {ADMINISTRATOR},
    "people:recover": {ADMINISTRATOR},
    "people:deactivate": {ADMINISTRATOR},
    "people:reactivate": {ADMINISTRATOR},
    "people:profile": STAFF,
    # ledger
    "audit:ledger": LEDGER,
    "audit:verify": LEDGER,
    "audit:export": LEDGER,
    "audit:row": LEDGER,
    "audit:details": LEDGER,
    "audit:erase": {ADMINISTRATOR},
    # cases
    "cases:queue": READERS,
    "cases:next": WORKERS,
    "cases:held_back": READERS,
    "cases:case": READERS,
    "cases:observation": READERS,
    "cases:claim": WORKERS,
    "cases:release": WORKERS,
    "cases:heartbeat": WORKERS,
    "cases:decide": WORKERS,
    "cases:undo": WORKERS,
    "cases:correct": WORKERS,
    "cases:close": WORKERS,
    "cases:reopen": WORKERS,
    "cases:conflict": WORKERS,
    # banks
    "banks:list": KEEPERS,
    "banks:create": {ADMINISTRATOR},
    "banks:bank": KEEPERS,
    "banks:edit": {ADMINISTRATOR},
    "banks:add_entry": WORKERS,
    "banks:add_entries": WORKERS,
    "banks:entry": KEEPERS,
    "banks:edit_entry": WORKERS,
    "banks:withdraw_entry": WORKERS,
    "banks:add_content": WORKERS,
    "banks:import_list": WORKERS,
    "banks:export": WORKERS,
    "banks:asides": WORKERS,
    "banks:content": KEEPERS,
    "banks:edit_content": WORKERS,
    "banks:disable_content": WORKERS,
    "banks:withdraw_content": WORKERS,
    "banks:picture": WORKERS,
    "banks:reveal": WORKERS,
    "banks:hold": WORKERS,
    "banks:look": WORKERS,
    "banks:dispute": WORKERS,
    "banks:opinion": WORKERS,
    # closed accounts
    "closings:list": READERS,
    "closings:upload": WORKERS,
    "closings:one_list": READERS,
    "closings:remarks": WORKERS,
    "closings:sample": SIGHTED,
    "closings:sign": {LEGAL, APPROVER},
    "closings:refuse": SIGHTED,
    "closings:account": WORKERS,
    "closings:consult": WORKERS,
    "closings:refuse_account": SIGHTED,
    "closings:withdraw": WORKERS,
    "closings:propose": WORKERS,
    # cells
    "cells:list": WORKERS | {AUDITOR},
    "cells:start": WORKERS,
    "cells:cell": WORKERS | {AUDITOR},
    "cells:members": WORKERS | {AUDITOR},
    "cells:ties": WORKERS | {AUDITOR},
    "cells:network": WORKERS | {AUDITOR},
    "cells:open_case": WORKERS,
    "cells:reveal": WORKERS,
    "cells:export": WORKERS,
    # links between new and closed accounts
    "linking:list": READERS,
    "linking:start": WORKERS,
    "linking:actors": READERS,
    "linking:model": READERS,
    "linking:retrain": {LEGAL},
    "linking:use_model": {LEGAL},
    "linking:link": WORKERS,
    "linking:judge": WORKERS,
    "linking:open_case": WORKERS,
    "linking:actor": WORKERS,
    # search and observations
    "search:search": KEEPERS,
    "search:palette": STAFF,
    "observations:consult": WORKERS,
    "observations:account": WORKERS,
    "observations:channel": WORKERS,
    "observations:post": WORKERS,
    "observations:reveal": {ANALYST, LEGAL, APPROVER},
    "observations:media": {ANALYST, LEGAL, APPROVER},
    "ranking:ranker": {ANALYST, LEGAL, AUDITOR, ADMINISTRATOR},
    "ranking:train": {LEGAL, ADMINISTRATOR},
    "ranking:ask": WORKERS,
    "ranking:next_post": WORKERS,
    "ranking:label": WORKERS,
    "comparing:comparison": WORKERS,
    "comparing:picture": WORKERS,
    "comparing:reveal": WORKERS,
    # other systems: a token opens the API, never a person
    "hma:api": NOBODY,
    "linking_api:successors": NOBODY,
    "hma:tokens": {ADMINISTRATOR},
    "hma:make_token": {ADMINISTRATOR},
    "hma:revoke_token": {ADMINISTRATOR},
    # sources
    "sources:list": KEEPERS,
    "sources:upload": {ANALYST, ADMINISTRATOR},
    "sources:scan": {ANALYST, ADMINISTRATOR},
    "sources:batch": KEEPERS,
    "sources:rejects": {ANALYST, ADMINISTRATOR},
    "sources:withdraw": {LEGAL, ADMINISTRATOR},
    "sources:run": KEEPERS,
    "sources:progress": KEEPERS,
    "sources:cancel": {ANALYST, LEGAL, ADMINISTRATOR},  # which work: sources.run_roles
    "sources:again": {ANALYST, LEGAL, ADMINISTRATOR},
    # django-allauth: one's own password and second factors
    "account_change_password": STAFF,
    "account_reauthenticate": STAFF,
    "mfa_activate_totp": STAFF,
    "mfa_add_webauthn": STAFF,
    "mfa_deactivate_totp": STAFF,
    "mfa_download_recovery_codes": STAFF,
    "mfa_edit_webauthn": STAFF,
    "mfa_generate_recovery_codes": STAFF,
    "mfa_index": STAFF,
    "mfa_list_webauthn": STAFF,
    "mfa_reauthenticate": STAFF,
    "mfa_reauthenticate_webauthn": STAFF,
    "mfa_remove_webauthn": STAFF,
    "mfa_view_recovery_codes": STAFF,
    # django-allauth: sign-up, mail and codes by mail are closed to everybody; people come in by invitation
    "account_confirm_email": NOBODY,
    "account_confirm_login_code": NOBODY,
    "account_email": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_reset_password": NOBODY,
    "account_reset_password_done": NOBODY,
    "account_reset_password_from_key": NOBODY,
    "account_reset_password_from_key_done": NOBODY,
    "account_set_password": NOBODY,
    "account_signup": NOBODY,
}

SAMPLES = {
    "account_id": "404",
    "batch_id": "404",
    "channel_id": "404",
    "digest": "0" * 64,
    "form": "tx",
    "key": "a",
    "key_hex": "0" * 32,
    "kind": "entry",
    "member": 404,
    "number": 404_404,
    "side": "observed",
    "pk": 404_404,
    "path": "m/lookup",
    "platform": "harbourfeed",
    "reference": "C-2026-404404",
    "secret": "never-was",
    "uidb36": "a",
}


def walk(
    resolver: URLResolver, space: tuple[str, ...] = (), asked: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Yield the full name and a sample address of each page."""
    for pattern in resolver.url_patterns:
        wanted = asked | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            name = ":".join((*space, pattern.name or "nameless"))
            yield name, reverse(name, kwargs={key: SAMPLES[key] for key in wanted})
        else:
            yield from walk(pattern, (*space, pattern.namespace) if pattern.namespace else space, wanted)


def addresses() -> dict[str, str]:
    return dict(walk(get_resolver()))


def is_let_in(client: Client, method: str, address: str) -> bool:
    answer = getattr(client, method)(address)
    assert answer.status_code != 500, address
    sent_to_login = answer.status_code == 302 and answer["Location"].startswith("/account/login/?next=")
    return not sent_to_login and answer.status_code not in {401, 403}


def opened_by(staff: StaffMember | None, method: str) -> set[str]:
    """Return the names of the pages that let this person in; None is a stranger."""

    def browser() -> Client:
        client = Client()
        if staff is not None:
            client.force_login(staff)
        return client

    same = browser()
    leaving = {"account_logout"}  # whoever leaves is a stranger afterwards
    return {
        name
        for name, address in addresses().items()
        if is_let_in(browser() if name in leaving else same, method, address)
    }


def test_every_page_has_a_row_and_every_row_a_page():
    assert set(ACCESS) == set(addresses())


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_opens_the_public_pages_alone(method):
    assert opened_by(None, method) == PUBLIC


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", list(Role))
def test_staff_open_what_the_table_says(staff_with, role, method):
    expected = {name for name, roles in ACCESS.items() if roles is ANYONE or role in roles}
    assert opened_by(staff_with(role), method) == expected


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_without_any_role_opens_nothing_but_public_pages(staff_with, method):
    staff = staff_with(Role.ANALYST)
    staff.role_grants.all().delete()
    assert opened_by(StaffMember.objects.get(pk=staff.pk), method) == PUBLIC


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_let_no_stranger_in(method):
    closed = {name: address for name, address in addresses().items() if name not in PUBLIC}
    by_token = closed.pop("hma:api")  # says which methods a path has before it asks for a token
    assert getattr(Client(), method)(by_token).status_code in {401, 405}
    assert not [name for name, address in closed.items() if is_let_in(Client(), method, address)]
