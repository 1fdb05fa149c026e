"""Staff of any role and browsers that are signed in as them."""

from __future__ import annotations

import itertools

import pytest
from django.test import Client

from seawall.desk.audit.services import SYSTEM
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff

PASSWORD = "the-lamps-return-1952"

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """Hash passwords quickly: a test has nothing to protect."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_remembered_rates():
    """Forget the rate limits that an earlier test used up."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def staff_with(db):
    """Return a function that adds a member of staff with these roles; their password is `PASSWORD`."""

    def add(*roles: Role, username: str | None = None) -> StaffMember:
        name = username or f"staff-{next(_numbers)}"
        return add_staff(name, acting=SYSTEM, roles=roles or (Role.ANALYST,), password=PASSWORD)

    return add


@pytest.fixture
def client_of(staff_with):
    """Return a function that gives a browser signed in as a fresh member of staff with these roles (`client.staff`)."""

    def sign_in(*roles: Role, enforce_csrf_checks: bool = False) -> Client:
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        client.staff = staff_with(*roles)
        client.force_login(client.staff)
        return client

    return sign_in
