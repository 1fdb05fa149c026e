"""Banks over the API: named, opened, renamed, switched and ended as HMA does it."""

import json

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.drafts import BankFacts
from seawall.desk.banks.models import Bank
from seawall.desk.banks.services import create_bank

pytestmark = pytest.mark.django_db


def test_no_bank_is_an_empty_list(platform):
    assert platform.get("c/banks") == []


@pytest.mark.parametrize("name", ["01_HARBOUR", "harbour", "HARBOUR WALL", "", "Ä", "A" * 121, None, 5])
def test_a_name_that_hma_refuses_is_refused(platform, name):
    answer = platform.ask("POST", "c/banks", {"name": name})
    assert answer.status_code == 400
    assert set(json.loads(answer.content)) == {"message"}


@pytest.mark.parametrize(
    ("sent", "ratio"),
    [({}, 1.0), ({"enabled": False}, 0.0), ({"enabled_ratio": 0.5}, 0.5), ({"enabled_ratio": "1"}, 1.0)],
)
def test_a_bank_is_opened(platform, sent, ratio):
    answer = platform.ask("POST", "c/banks", {"name": "HARBOUR_01", **sent})
    assert answer.status_code == 201
    assert json.loads(answer.content) == {"matching_enabled_ratio": ratio, "name": "HARBOUR_01"}
    assert platform.get("c/banks") == [{"matching_enabled_ratio": ratio, "name": "HARBOUR_01"}]
    assert platform.get("c/bank/HARBOUR_01")["matching_enabled_ratio"] == ratio


@pytest.mark.parametrize("ratio", [-0.1, 1.1, "much", True, [], {"a": 1}, "nan", "inf"])
def test_a_ratio_that_is_none_is_refused(platform, ratio):
    assert platform.ask("POST", "c/banks", {"name": "HARBOUR", "enabled_ratio": ratio}).status_code == 400
    assert platform.get("c/banks") == []


def test_a_second_bank_of_a_name_is_refused_as_hma_does(platform):
    platform.post("c/banks", {"name": "HARBOUR"})
    answer = platform.ask("POST", "c/banks", {"name": "HARBOUR"})
    assert answer.status_code == 403
    assert json.loads(answer.content) == {"message": "Bank already exists"}


def test_a_bank_is_renamed_on_the_api_alone(platform):
    platform.post("c/banks", {"name": "HARBOUR"})
    renamed = platform.ask("PUT", "c/bank/HARBOUR", {"name": "SEA_WALL", "enabled_ratio": 0.25})
    assert json.loads(renamed.content) == {"matching_enabled_ratio": 0.25, "name": "SEA_WALL"}
    assert platform.ask("GET", "c/bank/HARBOUR").status_code == 404
    assert Bank.objects.get().name == "HARBOUR"
    assert platform.ask("PUT", "c/bank/SEA_WALL", {"name": "1_wrong"}).status_code == 400


def test_a_deleted_bank_is_ended_and_its_name_is_free(platform):
    platform.post("c/banks", {"name": "HARBOUR"})
    for _ in range(2):
        answer = platform.ask("DELETE", "c/bank/HARBOUR")
        assert (answer.status_code, json.loads(answer.content)) == (200, {"message": "Done"})
    assert platform.get("c/banks") == []
    assert platform.ask("POST", "c/banks", {"name": "HARBOUR"}).status_code == 201
    assert list(Bank.objects.order_by("pk").values_list("name", flat=True)) == ["HARBOUR", "HARBOUR (2)"]


def test_a_bank_of_the_desk_has_a_name_that_stays(platform, administrator):
    facts = BankFacts(name="Faro Gris", owner="Desk", policy="3.1", opinion="positive", licence="ours")
    bank = create_bank(facts, acting=administrator)
    name = f"FARO_GRIS_{bank.pk}"
    assert [row["name"] for row in platform.get("c/banks")] == [name]
    assert platform.get(f"c/bank/{name}")["name"] == name


def test_who_answers_for_the_token_is_who_opened_the_bank(platform, analyst):
    platform.post("c/banks", {"name": "HARBOUR"})
    assert Bank.objects.get().created_by == analyst
    events = list(LedgerRow.objects.order_by("-number").values_list("event", "acting", "subject")[:2])
    assert events == [
        ("bank_created", analyst.ledger_name, f"bank:{Bank.objects.get().pk}"),
        ("hma_change_asked", analyst.ledger_name, platform.token.ledger_name),
    ]
