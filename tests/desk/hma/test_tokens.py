"""Who is let in: tokens with their scopes, ends and limits; never a session; nobody without either."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.hma import tokens
from seawall.desk.hma.errors import TokenRefusedError, TokenStateError
from seawall.desk.hma.limits import HmaLimits
from seawall.desk.hma.models import ApiToken, Scope
from seawall.desk.hma.services import TokenDraft, make_token, revoke_token
from seawall.desk.hma.tokens import admit
from seawall.desk.people.errors import NotAdministratorError
from seawall.desk.people.roles import Role
from seawall.desk.people.services import deactivate, revoke_role
from seawall.errors import SettingsError

pytestmark = pytest.mark.django_db

BY_SCOPE = {
    "lookup": [
        ("GET", "m/lookup?signal_type=video_md5&signal=" + "0" * 32),
        ("GET", "c/banks"),
        ("GET", "c/signal_type"),
        ("POST", "m/compare"),
        ("POST", "bulk/lookup"),
    ],
    "hash": [("GET", "h/hash?url=http://127.0.0.1/"), ("POST", "h/hash")],
    "curate": [
        ("POST", "c/banks"),
        ("PUT", "c/bank/NONE"),
        ("DELETE", "c/bank/NONE"),
        ("POST", "c/bank/NONE/content"),
        ("GET", "c/bank/NONE/content/1"),
        ("DELETE", "c/bank/NONE/content/1"),
        ("POST", "c/bank/NONE/signal"),
        ("POST", "c/exchanges"),
        ("PUT", "c/signal_type/pdq"),
        ("POST", "bulk/signals?bank=NONE"),
        ("POST", "c/exchanges/api/tat"),
    ],
}
EVERY = [(scope, *request) for scope, requests in BY_SCOPE.items() for request in requests]


def status(platform, method, path):
    return platform.ask(method, path, {} if method in {"POST", "PUT"} else None).status_code


@pytest.mark.parametrize(("scope", "method", "path"), EVERY)
def test_a_scope_opens_what_is_its_own_and_nothing_else(platform_with, scope, method, path):
    assert status(platform_with(scope), method, path) not in {401, 403}
    others = [other for other in BY_SCOPE if other != scope]
    assert status(platform_with(*others), method, path) == 403


@pytest.mark.parametrize(("_scope", "method", "path"), EVERY)
def test_without_a_token_nothing_is_opened_not_even_by_a_session(client_of, _scope, method, path):
    for client in (Client(), client_of(*Role)):
        answer = client.generic(method, f"/hma/{path}")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert list(json.loads(answer.content)) == ["message"]
        assert "Access-Control-Allow-Origin" not in answer


def test_a_signed_in_browser_is_a_stranger_here(client_of, platform):
    browser = client_of(*Role)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get("/hma/c/banks", HTTP_AUTHORIZATION=f"Bearer {platform.secret}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not [one for one in asked if "session" in one["sql"]]


def test_status_needs_no_token(db, desk_home):
    assert Client().get("/hma/status").content == b"I-AM-ALIVE"
    assert Client().get("/hma/status/live").content == b"I-AM-ALIVE"


@pytest.mark.parametrize("path", ["t/{}/c/banks", "t/{}//c/banks/", "/t/{}/c/banks", "//t//{}//c//banks"])
def test_the_token_may_stand_in_the_path(platform, path):
    assert Client().get("/hma/" + path.format(platform.secret)).status_code == 200
    assert Client().get("/hma/" + path.format("wrong")).status_code == 401


def test_the_secret_is_kept_nowhere_and_named_in_no_log(platform, caplog):
    Client().get(f"/hma/t/{platform.secret}/c/bank/NONE")
    assert "NONE" in caplog.text
    row = ApiToken.objects.get()
    assert row.secret_sha256 == tokens.digest_of_secret(platform.secret)
    assert platform.secret not in json.dumps([str(value) for value in row.__dict__.values()])
    details = [str(row.payload) for row in LedgerPayload.objects.filter(row__event="api_token_made")]
    assert details
    assert platform.secret not in "".join(details)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic abc", "", "Bearer swt_wrong", "bearer\tx", "Bearer \ud800x"]
)
def test_a_header_that_is_no_token_opens_nothing(platform, header):
    assert Client().get("/hma/c/banks", HTTP_AUTHORIZATION=header).status_code == 401


def test_a_revoked_or_ended_token_opens_nothing(platform, administrator):
    assert platform.ask("GET", "c/banks").status_code == 200
    ApiToken.objects.update(made_at=utc_now() - timedelta(days=9), ends_at=utc_now() - timedelta(seconds=1))
    assert platform.ask("GET", "c/banks").status_code == 401
    ApiToken.objects.update(ends_at=None)
    assert platform.ask("GET", "c/banks").status_code == 200
    revoke_token(platform.token, acting=administrator)
    assert platform.ask("GET", "c/banks").status_code == 401
    with pytest.raises(TokenStateError):
        revoke_token(platform.token, acting=administrator)
    assert LedgerRow.objects.filter(event="api_token_revoked").count() == 1


def test_a_token_goes_with_the_person_who_answers_for_it(platform, analyst, administrator):
    revoke_role(analyst, Role.ANALYST, acting=administrator)
    assert platform.ask("POST", "c/banks", {"name": "HARBOUR"}).status_code == 403
    assert platform.ask("GET", "c/banks").status_code == 200
    deactivate(analyst, acting=administrator)
    assert platform.ask("GET", "c/banks").status_code == 401


def test_a_request_is_admitted_by_one_question_to_the_database(platform, django_assert_num_queries):
    asked = {"authorization": f"Bearer {platform.secret}", "in_path": None, "address": "-", "scope": Scope.LOOKUP}

    def admitted(now):
        return admit(**asked, open_to_all=False, now=now)

    now = utc_now()
    with django_assert_num_queries(2):  # and a note that it was used
        admitted(now)
    with django_assert_num_queries(1):
        caller = admitted(now + timedelta(minutes=59))
    assert ApiToken.objects.get().used_at == now
    admitted(now + timedelta(minutes=61))
    assert ApiToken.objects.get().used_at == now + timedelta(minutes=61)
    assert caller.token == platform.token


def test_a_token_ends_at_its_moment(platform):
    ends = utc_now() + timedelta(hours=1)
    ApiToken.objects.update(ends_at=ends)
    asked = {"authorization": f"Bearer {platform.secret}", "in_path": None, "address": "-", "scope": Scope.LOOKUP}
    admit(**asked, open_to_all=False, now=ends - timedelta(microseconds=1))
    with pytest.raises(TokenRefusedError):
        admit(**asked, open_to_all=False, now=ends)


def test_a_token_has_its_rate(platform_with):
    slow = platform_with(per_minute=3)
    assert [slow.ask("GET", "c/banks").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert slow.ask("GET", "c/banks")["Retry-After"] == "60"
    assert platform_with().ask("GET", "c/banks").status_code == 200


def test_trying_tokens_is_slow(platform):
    tries = [Client().get("/hma/t/wrong/c/banks").status_code for _ in range(31)]
    assert tries == [401] * 30 + [429]


def test_an_open_desk_lets_anybody_read_and_nobody_write(settings, db, desk_home):
    settings.HMA = HmaLimits(open_to_all=True)
    assert Client().get("/hma/c/banks").status_code == 200
    assert Client().get("/hma/m/lookup?signal_type=video_md5&signal=" + "0" * 32).status_code == 200
    assert Client().post("/hma/c/banks", "{}", content_type="application/json").status_code == 401
    assert Client().get("/hma/c/bank/NONE/content/1").status_code == 401
    assert Client().get("/hma/t/wrong/c/banks").status_code == 401


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scopes": ()}, "allows"),
        ({"scopes": ("everything",)}, "allows"),
        ({"ends_at": utc_now() - timedelta(days=1)}, "passed"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(administrator, analyst, change, said):
    usual = {"name": "Harbour", "scopes": ("lookup",), "answers_for": analyst}
    make_token(TokenDraft(**usual | {"name": "Taken"}), acting=administrator)
    with pytest.raises(TokenStateError, match=said):
        make_token(TokenDraft(**usual | change), acting=administrator)


def test_only_an_administrator_makes_a_token_and_only_a_worker_answers_for_changes(administrator, analyst):
    draft = TokenDraft(name="Harbour", scopes=("curate",), answers_for=administrator)
    with pytest.raises(TokenStateError, match="analyst"):
        make_token(draft, acting=administrator)
    with pytest.raises(NotAdministratorError):
        make_token(TokenDraft(name="Harbour", scopes=("lookup",), answers_for=analyst), acting=analyst)


def test_a_fault_of_ours_is_told_in_json_and_says_nothing(platform, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hma_apitoken RENAME TO washed_away")
    answer = platform.ask("GET", "c/banks")
    assert answer.status_code == 500
    assert json.loads(answer.content) == {"message": "Something went wrong on our side."}
    assert "hma_apitoken" in caplog.text


def test_settings_that_can_not_be_are_named():
    for wrong in (
        {"SEAWALL_HMA_MAX_BYTES": "much"},
        {"SEAWALL_FETCH_PORTS": "80,x"},
        {"SEAWALL_FETCH_PORTS": "0"},
        {"SEAWALL_FETCH_NETWORKS": "here"},
    ):
        with pytest.raises(SettingsError, match=next(iter(wrong))):
            HmaLimits.from_environment(wrong)
    read = HmaLimits.from_environment({"SEAWALL_FETCH_PORTS": "80, 9000", "SEAWALL_FETCH_NETWORKS": "10.0.0.0/8"})
    assert (read.fetch.ports, str(read.fetch.networks[0]), read.open_to_all) == ({80, 9000}, "10.0.0.0/8", False)


def test_an_administrator_makes_a_token_at_the_desk_and_sees_its_secret_once(client_of, analyst):
    browser = client_of(Role.ADMINISTRATOR)
    assert "There is no token yet" in browser.get("/tokens/").content.decode()
    form = {"name": "Coop", "scopes": ["lookup", "hash"], "answers_for": analyst.pk, "per_minute": 60}
    answer = browser.post("/tokens/make/", form | {"ends_on": "2099-01-01"})
    page = answer.content.decode()
    secret = page.partition("Authorization: Bearer ")[2].partition("<")[0]
    assert Client().get(f"/hma/t/{secret}/c/banks").status_code == 200
    token = ApiToken.objects.get()
    assert (token.scopes, token.ends_at.isoformat()) == (["hash", "lookup"], "2099-01-02T00:00:00+00:00")
    listed = browser.get("/tokens/").content.decode()
    assert "Coop" in listed
    assert secret not in listed
    again = browser.post("/tokens/make/", form)
    assert again.status_code == 409
    assert "Another token has this name" in again.content.decode()
    assert browser.post("/tokens/make/", {}).status_code == 422
    assert browser.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    assert Client().get(f"/hma/t/{secret}/c/banks").status_code == 401
    assert "Revoked" in browser.get("/tokens/").content.decode()
