"""Types and exchanges over the API: what is kept is kept, what is not done is not told as done."""

import json

import pytest

from seawall.desk.audit.models import LedgerPayload
from seawall.desk.banks.models import Bank
from seawall.desk.hma.models import ExchangeCredentials
from seawall.desk.hma.sealing import open_sealed

pytestmark = pytest.mark.django_db


def test_signal_types_are_listed_under_the_names_of_tx(platform):
    listed = platform.get("c/signal_type")
    assert [one["name"] for one in listed[:2]] == ["pdq", "video_md5"]
    assert {"raw_text", "url", "video_sha256"} <= {one["name"] for one in listed}
    assert {one["enabled_ratio"] for one in listed} == {1.0}
    assert platform.get("c/content_type") == [{"name": "photo", "enabled": True}, {"name": "video", "enabled": True}]


def test_a_type_that_is_switched_off_is_told_so(harbour):
    harbour.post("c/bank/HARBOUR/signal", {"pdq": "0f" * 32})
    answer = harbour.ask("PUT", "c/signal_type/pdq", {"enabled_ratio": 0.0})
    assert (answer.status_code, answer.content) == (204, b"")
    refused = harbour.ask("GET", "m/raw_lookup?signal_type=pdq&signal=" + "0f" * 32)
    assert json.loads(refused.content) == {"message": "SignalType 'pdq' is not enabled"}
    harbour.ask("PUT", "c/signal_type/pdq", {"enabled_ratio": 1.0})
    assert len(harbour.get("m/raw_lookup?signal_type=pdq&signal=" + "0f" * 32)["matches"]) == 1
    for wrong in ({}, {"enabled_ratio": 2}, {"enabled_ratio": "x"}):
        assert harbour.ask("PUT", "c/signal_type/pdq", wrong).status_code == 400
    assert harbour.ask("PUT", "c/signal_type/none", {"enabled_ratio": 1}).status_code == 400


def test_an_exchange_is_kept_with_its_bank_and_never_fetched(platform):
    body = {"bank": "LIGHTHOUSE", "api": "fb_threatexchange", "api_json": {"privacy_group": 7}}
    answer = platform.ask("POST", "c/exchanges", body)
    assert (answer.status_code, json.loads(answer.content)) == (201, {"message": "Created successfully"})
    assert platform.get("c/exchanges") == ["LIGHTHOUSE"]
    assert Bank.objects.get().origin == "fb_threatexchange: LIGHTHOUSE"
    shown = {"name": "LIGHTHOUSE", "api": "fb_threatexchange", "enabled": True, "privacy_group": 7}
    assert platform.get("c/exchange/LIGHTHOUSE") == shown
    status = platform.get("c/exchange/LIGHTHOUSE/status")
    assert (status["last_fetch_succeeded"], status["up_to_date"], status["fetched_items"]) == (None, False, 0)
    switched = platform.ask("PUT", "c/exchange/LIGHTHOUSE", {"enabled": False})
    assert json.loads(switched.content) == shown | {"enabled": False}
    assert json.loads(platform.ask("DELETE", "c/exchange/LIGHTHOUSE").content) == {"message": "Exchange deleted"}
    assert platform.ask("GET", "c/exchange/LIGHTHOUSE").status_code == 404
    assert platform.get("c/bank/LIGHTHOUSE")["name"] == "LIGHTHOUSE"


def test_an_exchange_goes_with_its_bank_and_its_name_is_free_again(platform):
    body = {"bank": "LIGHTHOUSE", "api": "sample"}
    platform.post("c/exchanges", body)
    assert platform.ask("POST", "c/exchanges", body).status_code == 403
    platform.ask("DELETE", "c/bank/LIGHTHOUSE")
    assert platform.get("c/exchanges") == []
    assert platform.ask("POST", "c/exchanges", body).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"bank": "lower", "api": "sample"},
        {"bank": "GOOD", "api": "none"},
        {"bank": "GOOD", "api": "sample", "api_json": []},
        {"bank": "GOOD", "api": "fb_threatexchange", "api_json": {}},
        {"bank": "GOOD", "api": "sample", "api_json": {"enabled": "perhaps"}},
        {"bank": "GOOD", "api": "tat", "credential_json": {"username": "a", "password": "b"}},
    ],
)
def test_an_exchange_that_makes_no_sense_opens_no_bank(platform, body):
    assert platform.ask("POST", "c/exchanges", body).status_code == 400
    assert not Bank.objects.exists()


def test_each_kind_tells_its_fields(platform):
    assert {"fb_threatexchange", "stop_ncii", "tat"} <= set(platform.get("c/exchanges/apis"))
    schema = platform.get("c/exchanges/api/fb_threatexchange/schema")
    assert set(schema["config_schema"]["fields"][0]) == {"name", "type", "required", "default", "help", "choices"}
    assert schema["credentials_schema"]["fields"][0]["name"] == "api_token"
    assert platform.get("c/exchanges/api/sample/schema")["credentials_schema"] is None
    assert platform.ask("GET", "c/exchanges/api/none").status_code == 400


def test_credentials_are_kept_sealed_and_told_nowhere(platform, settings):
    secret = "keeper-of-the-lamp"
    told = platform.post("c/exchanges/api/tat", {"credential_json": {"username": "a", "password": secret}})
    assert told == {"supports_authentification": True, "has_set_authentification": True}
    sealed = ExchangeCredentials.objects.get().sealed
    assert secret not in sealed
    assert open_sealed(sealed, secret=settings.SECRET_KEY) == {"username": "a", "password": secret}
    assert open_sealed(sealed, secret="another") is None
    assert secret not in "".join(str(row.payload) for row in LedgerPayload.objects.all())
    assert platform.post("c/exchanges/api/tat", {"credential_json": {}})["has_set_authentification"] is False
    assert not ExchangeCredentials.objects.exists()
    refused = platform.ask("POST", "c/exchanges/api/sample", {"credential_json": {"password": secret}})
    assert refused.status_code == 400
    assert secret not in refused.content.decode()


@pytest.mark.parametrize("path", ["", "none", "m", "c/bank/A/content/x", "status/x", "m/lookup/x", "t/x", "../people/"])
def test_an_address_that_is_none_is_told_in_json(platform, path):
    answer = platform.ask("GET", path)
    assert answer.status_code == 404
    assert list(json.loads(answer.content)) == ["message"]


@pytest.mark.parametrize(("method", "path"), [("PATCH", "c/banks"), ("DELETE", "m/lookup"), ("OPTIONS", "c/banks")])
def test_a_method_that_is_none_is_told_with_those_that_are(platform, method, path):
    answer = platform.ask(method, path)
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert list(json.loads(answer.content)) == ["message"]
