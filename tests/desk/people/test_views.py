"""Staff pages, the way in by a link, the profile: as a browser meets them."""

import logging

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.people import services
from seawall.desk.people.models import OneTimeLink, StaffMember
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

STRONG = "grey-lighthouse-harbour"
PASSWORD = "the-lamps-return-1952"


def test_an_invitation_from_the_form_to_the_first_page(client_of):
    administrator = client_of(Role.ADMINISTRATOR)
    answer = administrator.post("/people/invite/", {"username": "heron", "roles": ["analyst"], "language": "ar"})
    path = answer.context["link"].removeprefix("http://testserver")
    assert "/in/" in path
    assert answer.status_code == 200

    browser = Client()
    opened = browser.get(path)
    assert (opened.status_code, opened["Location"]) == (302, "/in/")
    page = browser.get("/in/")
    assert page.status_code == 200
    assert path.rsplit("/", 2)[1] not in page.content.decode()
    chosen = {"password1": STRONG, "password2": STRONG, "pseudonym": "بلشون", "language": "ar"}
    entered = browser.post("/in/", chosen)
    assert (entered.status_code, entered["Location"]) == (302, "/")
    first = browser.get("/")
    assert first.status_code == 200
    assert 'lang="ar" dir="rtl"' in first.content.decode()
    assert browser.get(path).status_code == 410


def test_a_taken_pseudonym_is_said_beside_the_form(client_of):
    administrator = client_of(Role.ADMINISTRATOR)
    path = services.invite("heron", acting=administrator.staff, roles=[Role.ANALYST]).link_path
    browser = Client()
    browser.get(path)
    chosen = {"password1": STRONG, "password2": STRONG, "language": "en"}
    answer = browser.post("/in/", chosen | {"pseudonym": administrator.staff.pseudonym})
    assert answer.status_code == 409
    assert "already" in answer.content.decode()
    assert browser.post("/in/", chosen | {"pseudonym": "Heron"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"password2": "another-password"},
        {"password1": "short", "password2": "short"},
        {"pseudonym": ""},
        {"language": "xx"},
    ],
)
def test_a_form_that_is_not_right_lets_nobody_in(client_of, wrong):
    path = services.invite("heron", acting=client_of(Role.ADMINISTRATOR).staff, roles=[Role.ANALYST]).link_path
    browser = Client()
    browser.get(path)
    answer = browser.post(
        "/in/", {"password1": STRONG, "password2": STRONG, "pseudonym": "H", "language": "en"} | wrong
    )
    assert answer.status_code == 200
    assert not StaffMember.objects.get(username="heron").is_active


def test_opening_a_login_link_spends_nothing_until_the_button_is_pressed(staff_with):
    path = services.make_one_time_login(staff_with(Role.ANALYST))
    for _ in range(3):
        Client().get(path)
    browser = Client()
    browser.get(path)
    assert OneTimeLink.objects.get().used_at is None
    assert browser.get("/").status_code == 302
    assert browser.post("/in/").status_code == 302
    assert browser.get("/").status_code == 200
    assert OneTimeLink.objects.get().used_at is not None


def test_of_two_browsers_with_one_link_only_the_first_comes_in(staff_with):
    path = services.make_one_time_login(staff_with(Role.ANALYST))
    first, second = Client(), Client()
    first.get(path)
    second.get(path)
    assert first.post("/in/").status_code == 302
    assert second.post("/in/").status_code == 410
    assert second.get("/").status_code == 302


def test_the_way_in_without_a_link_is_gone():
    assert Client().get("/in/").status_code == 410
    assert Client().post("/in/").status_code == 410
    assert Client().get("/in/never-was/").status_code == 410


def test_a_secret_is_in_no_log(staff_with, caplog):
    caplog.set_level(logging.DEBUG)
    path = services.make_one_time_login(staff_with(Role.ANALYST))
    browser = Client()
    browser.get(path)
    browser.post("/in/")
    browser.get(path)
    secret = path.rstrip("/").rsplit("/", 1)[1]
    assert secret not in caplog.text


def test_a_second_factor_is_asked_for_after_a_login_link(staff_with):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    staff = staff_with(Role.ANALYST)
    TOTP.activate(staff, generate_totp_secret())
    browser = Client()
    browser.get(services.make_one_time_login(staff))
    answer = browser.post("/in/")
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert browser.get("/")["Location"].startswith("/account/login/")


def test_signing_in_gives_the_session_a_new_key(staff_with):
    staff = staff_with(Role.ANALYST)
    browser = Client()
    browser.get(services.make_one_time_login(staff))
    before = browser.session.session_key
    browser.post("/in/")
    assert browser.session.session_key != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert stranger.get("/").status_code == 302


def test_roles_change_by_buttons_but_not_ones_own(client_of, staff_with):
    browser, other = client_of(Role.ADMINISTRATOR), staff_with(Role.ANALYST)
    assert browser.post(f"/people/{other.pk}/role/", {"role": "legal", "held": "1"}).status_code == 302
    assert StaffMember.objects.get(pk=other.pk).roles == {Role.ANALYST, Role.LEGAL}
    assert browser.post(f"/people/{other.pk}/role/", {"role": "legal"}).status_code == 302
    assert StaffMember.objects.get(pk=other.pk).roles == {Role.ANALYST}
    assert browser.post(f"/people/{other.pk}/role/", {"role": "king"}).status_code == 400
    own = browser.post(f"/people/{browser.staff.pk}/role/", {"role": "approver", "held": "1"})
    assert own.status_code == 403
    assert "another administrator" in own.content.decode()


def test_shutting_out_ends_sessions_at_once(client_of, staff_with):
    browser, other = client_of(Role.ADMINISTRATOR), client_of(Role.ANALYST)
    assert other.get("/").status_code == 200
    assert browser.post(f"/people/{other.staff.pk}/deactivate/").status_code == 302
    assert other.get("/")["Location"].startswith("/account/login/")
    assert browser.post(f"/people/{other.staff.pk}/reactivate/").status_code == 302


def test_a_recovered_account_loses_its_old_sessions(client_of):
    browser, other = client_of(Role.ADMINISTRATOR), client_of(Role.ANALYST)
    answer = browser.post(f"/people/{other.staff.pk}/recover/")
    path = answer.context["link"].removeprefix("http://testserver")
    returning = Client()
    returning.get(path)
    assert returning.post("/in/", {"password1": STRONG, "password2": STRONG}).status_code == 302
    assert returning.get("/").status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_nobody_has_this_number(client_of, number):
    assert client_of(Role.ADMINISTRATOR).get(f"/people/{number}/").status_code == 404


def test_pages_of_people_are_drawn_in_every_state(client_of, staff_with):
    browser = client_of(Role.ADMINISTRATOR)
    invited = services.invite("heron", acting=browser.staff, roles=[Role.ANALYST]).staff
    shut_out = staff_with(Role.LEGAL)
    services.deactivate(shut_out, acting=browser.staff)
    for staff in (invited, shut_out, browser.staff, staff_with(Role.APPROVER)):
        page = browser.get(f"/people/{staff.pk}/")
        assert page.status_code == 200
        assert page.content.decode().count("<h1>") == 1
    assert browser.get("/people/").content.decode().count("data-walk-entry") == 4


def test_the_profile_changes_pseudonym_and_language(client_of):
    browser = client_of(Role.APPROVER)
    assert browser.post("/profile/", {"pseudonym": "Garza", "language": "es"}).status_code == 302
    page = browser.get("/profile/").content.decode()
    assert 'lang="es"' in page
    assert "Garza" in page
    assert browser.post("/profile/", {"pseudonym": "", "language": "es"}).status_code == 200


def test_the_language_of_staff_is_kept_in_their_profile(client_of):
    browser = client_of(Role.ANALYST)
    answer = browser.post("/language/", {"language": "ar", "next": "/profile/"})
    assert answer["Location"] == "/profile/"
    assert StaffMember.objects.get(pk=browser.staff.pk).language == "ar"
    assert 'dir="rtl"' in browser.get("/").content.decode()


def test_a_stranger_chooses_a_language_by_cookie():
    browser = Client()
    browser.post("/language/", {"language": "ar", "next": "/account/login/"})
    assert 'dir="rtl"' in browser.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_page_redirects_to_another_site(client_of, staff_with, elsewhere):
    assert Client().post("/language/", {"language": "en", "next": elsewhere})["Location"] == "/"
    staff = staff_with(Role.ANALYST)
    signed_in = Client().post(
        f"/account/login/?next={elsewhere}",
        {"login": staff.username, "password": "the-lamps-return-1952", "next": elsewhere},
    )
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")


def test_a_login_name_is_taken_in_any_letter_case(staff_with):
    staff = staff_with(Role.ANALYST, username="night-heron")
    answer = Client().post("/account/login/", {"login": "NIGHT-Heron", "password": "the-lamps-return-1952"})
    assert answer.status_code == 302, staff


def test_wrong_passwords_are_slowed_down(staff_with):
    staff = staff_with(Role.ANALYST)
    browser = Client()
    for _ in range(5):
        assert browser.post("/account/login/", {"login": staff.username, "password": "wrong"}).status_code == 200
    refused = browser.post("/account/login/", {"login": staff.username, "password": "the-lamps-return-1952"})
    assert refused.status_code == 429 or "Too many" in refused.content.decode()
    assert browser.get("/").status_code == 302


def test_trying_links_is_slowed_down():
    statuses = [Client().get(f"/in/guess-{number}/").status_code for number in range(31)]
    assert statuses[:30] == [410] * 30
    assert statuses[30] == 429


def test_an_unused_link_row_tells_when_it_ends(client_of, staff_with):
    browser, other = client_of(Role.ADMINISTRATOR), staff_with(Role.ANALYST)
    services.recover(other, acting=browser.staff)
    page = browser.get(f"/people/{other.pk}/").content.decode()
    assert OneTimeLink.objects.get().ends_at > utc_now()
    assert "Unused links" in page


def events_about(staff):
    return list(LedgerRow.objects.filter(subject=staff.ledger_name).order_by("number").values_list("event", flat=True))


def test_signing_in_and_failing_to_leave_rows(staff_with):
    staff = staff_with(Role.ANALYST)
    browser = Client()
    browser.post("/account/login/", {"login": staff.username, "password": "wrong"})
    browser.post("/account/login/", {"login": "nobody-there", "password": "wrong"})
    browser.post("/account/login/", {"login": staff.username, "password": PASSWORD})
    assert events_about(staff) == ["staff_added", "sign_in_failed", "signed_in"]


def test_changing_the_password_leaves_a_row_and_keeps_the_session(client_of):
    browser = client_of(Role.ANALYST)
    form = {"oldpassword": PASSWORD, "password1": STRONG, "password2": STRONG}
    assert browser.post("/account/password/change/", form).status_code == 302
    assert events_about(browser.staff)[-1] == "password_changed"
    assert StaffMember.objects.get(pk=browser.staff.pk).check_password(STRONG)


def test_adding_and_removing_a_second_factor_leaves_rows(staff_with, django_capture_on_commit_callbacks):
    staff = staff_with(Role.ANALYST)
    browser = Client()
    browser.post("/account/login/", {"login": staff.username, "password": PASSWORD})
    assert browser.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    assert events_about(staff)[-1] == "second_factor_changed"
    stranger = Client()
    asked = stranger.post("/account/login/", {"login": staff.username, "password": PASSWORD})
    assert asked["Location"].startswith("/account/2fa/authenticate/")
    assert stranger.get("/").status_code == 302
    assert events_about(staff).count("signed_in") == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/account/2fa/totp/deactivate/").status_code == 302
    rows = LedgerRow.objects.filter(subject=staff.ledger_name, event="second_factor_changed").order_by("number")
    changes = [row.sealed.opened()["change"] for row in rows]
    assert set(changes) == {"totp_activated", "totp_deactivated"}
    assert changes[-1] == "totp_deactivated"


def test_pages_for_passwords_and_factors_are_drawn(client_of):
    browser = client_of(Role.ANALYST)
    for path in ("/account/password/change/", "/account/2fa/", "/account/2fa/webauthn/", "/profile/"):
        answer = browser.get(path, follow=True)
        assert answer.status_code == 200
        assert "<h1" in answer.content.decode(), path
