"""What every answer carries, and what the desk refuses whoever asks: forged forms, foreign hosts, caching, framing."""

import pytest
from django.test import Client
from django.urls import get_resolver

from seawall.desk.people.roles import Role
from seawall.desk.settings import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/account/login/",
    "/in/",
    "/nowhere/",
    "/people/",
    "/audit/",
    "/audit/404/",
    "/profile/",
    "/people/1/role/",
]


def check_headers(answer):
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.ANALYST])
def test_every_page_carries_the_headers(client_of, path, role):
    browser = client_of(role) if role else Client()
    check_headers(browser.get(path))


def test_an_answer_to_our_own_fault_carries_the_headers_and_shows_no_traceback(client_of, monkeypatch):
    def fail(_request):
        raise ZeroDivisionError("a secret of the machine")

    browser = client_of(Role.ADMINISTRATOR)
    browser.raise_request_exception = False
    pattern = next(p for p in get_resolver().url_patterns[0].url_patterns if p.name == "home")
    fail.seawall_access = pattern.callback.seawall_access
    monkeypatch.setattr(pattern, "callback", fail)
    answer = browser.get("/")
    assert answer.status_code == 500
    check_headers(answer)
    assert "secret of the machine" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_policy_allows_no_inline_code_and_no_other_origin():
    sources = {source for directive in CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in directive}
    assert sources == {"'none'", "'self'", "data:"}
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused(host):
    answer = Client(raise_request_exception=False).get("/account/login/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize(
    "path",
    ["/people/invite/", "/people/1/role/", "/people/1/deactivate/", "/profile/", "/audit/export/", "/account/logout/"],
)
def test_a_form_without_its_token_is_refused(client_of, path):
    answer = client_of(Role.ADMINISTRATOR, enforce_csrf_checks=True).post(path, {"username": "heron"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/account/login/", "/in/", "/language/"])
def test_a_stranger_without_the_token_is_refused_too(path):
    assert Client(enforce_csrf_checks=True).post(path, {"language": "en"}).status_code == 403


def test_a_form_with_its_token_is_taken(client_of):
    browser = client_of(Role.ADMINISTRATOR, enforce_csrf_checks=True)
    browser.get("/profile/")
    token = browser.cookies["csrftoken"].value
    answer = browser.post("/profile/", {"pseudonym": "Heron", "language": "en", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/people/1/role/",
        "/people/1/recover/",
        "/people/1/deactivate/",
        "/audit/export/",
        "/audit/1/erase/",
        "/language/",
    ],
)
def test_what_changes_something_answers_to_post_alone(client_of, path):
    assert client_of(Role.ADMINISTRATOR).get(path).status_code == 405


def test_a_session_key_that_somebody_planted_is_not_kept(staff_with):
    staff = staff_with(Role.ANALYST)
    planted = "a" * 32
    browser = Client()
    browser.cookies["sessionid"] = planted
    browser.post("/account/login/", {"login": staff.username, "password": "the-lamps-return-1952"})
    assert browser.get("/").status_code == 200
    assert browser.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(staff_with):
    staff = staff_with(Role.ANALYST)
    browser = Client()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": staff.username, "password": "the-lamps-return-1952"})
    for name in ("sessionid", "csrftoken"):
        assert browser.cookies[name]["httponly"]
        assert browser.cookies[name]["samesite"] == "Lax"


def test_an_address_after_login_is_kept_when_it_is_ours(staff_with):
    staff = staff_with(Role.ADMINISTRATOR)
    browser = Client()
    sent = browser.get("/people/?x=1")
    assert sent["Location"] == "/account/login/?next=/people/%3Fx%3D1"
    answer = browser.post(
        sent["Location"], {"login": staff.username, "password": "the-lamps-return-1952", "next": "/people/?x=1"}
    )
    assert answer["Location"] == "/people/?x=1"
