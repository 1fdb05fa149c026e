"""Signals over the API: added, met at once, withdrawn at once, and never told of what must not match."""

import json

import pytest

from seawall.desk.banks.content_numbers import number_of
from seawall.desk.banks.drafts import BankFacts, EntryDraft
from seawall.desk.banks.models import Bank, BankContent, BankEntry
from seawall.desk.banks.services import add_entry, create_bank, dispute, withdraw_entry

pytestmark = pytest.mark.django_db

NEAR = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
ALMOST = "f8f8f0cee0f4a84f06370a2a038f63f0b36e26d596621e1d33e6b39c4e9c9b22"
OTHER = "e64cc9d91c623882f8d1f1d9a398e78c9f199b3bd83924f2b7e11e0bf861b064"
MD5 = "cab08b36195edb1a1231d2d09fa450e0"


@pytest.fixture
def bank(platform):
    platform.post("c/banks", {"name": "HARBOUR"})
    return Bank.objects.get(name="HARBOUR")


@pytest.fixture
def banked(platform, bank):
    """Bank one picture's hash; return its number."""
    return platform.post("c/bank/HARBOUR/signal", {"pdq": NEAR})["id"]


def test_a_signal_is_met_at_once_with_its_distance_as_text(platform, banked):
    assert platform.get(f"m/lookup?signal_type=pdq&signal={ALMOST}") == {
        "HARBOUR": [{"bank_content_id": banked, "distance": "2"}]
    }
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={ALMOST}") == {"matches": [banked]}
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={ALMOST}&include_distance=true") == {
        "matches": [{"bank_content_id": banked, "distance": "2"}]
    }
    assert platform.get(f"m/lookup?signal_type=pdq&signal={OTHER}") == {}
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={OTHER}") == {"matches": []}


def test_equal_digests_have_no_distance(platform, bank):
    number = platform.post("c/bank/HARBOUR/signal", {"video_md5": MD5.upper()})["id"]
    found = [{"bank_content_id": number, "distance": "-"}]
    assert platform.get(f"m/lookup?signal_type=video_md5&signal={MD5}") == {"HARBOUR": found}


def test_several_signals_are_one_piece_of_content(platform, bank):
    answer = platform.post("c/bank/HARBOUR/signal", {"pdq": NEAR, "video_md5": MD5, "note": "of the slogan"})
    assert answer["signals"] == {"pdq": NEAR, "video_md5": MD5}
    content = BankContent.objects.get(pk=answer["id"])
    assert (content.note, content.entries.count()) == ("of the slogan", 2)


def test_a_wrong_signal_adds_nothing(platform, bank):
    answer = platform.ask("POST", "c/bank/HARBOUR/signal", {"video_md5": MD5, "pdq": "feed"})
    assert answer.status_code == 400
    assert json.loads(answer.content)["message"].startswith("Invalid pdq signal: ")
    assert not BankEntry.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "signal=00",
        "signal_type=pdq",
        "signal_type=pdq&signal=feed",
        "signal_type=none&signal=feed",
        "",
        f"signal_type=pdq&signal={NEAR}&bypass_coinflip=perhaps",
    ],
)
def test_a_question_that_makes_no_sense_is_400_with_a_message(platform, query):
    answer = platform.ask("GET", f"m/lookup?{query}")
    assert answer.status_code == 400
    assert list(json.loads(answer.content)) == ["message"]


def test_banks_can_be_named(platform, banked):
    platform.post("c/banks", {"name": "SECOND"})
    other = platform.post("c/bank/SECOND/signal", {"pdq": NEAR})["id"]
    query = f"signal_type=pdq&signal={NEAR}"
    assert set(platform.get(f"m/lookup?{query}")) == {"HARBOUR", "SECOND"}
    assert set(platform.get(f"m/lookup?{query}&banks=SECOND,THIRD")) == {"SECOND"}
    assert platform.get(f"m/raw_lookup?{query}&banks=SECOND") == {"matches": [other]}


def test_a_bank_takes_its_share_of_lookups_by_seed(platform, banked):
    platform.ask("PUT", "c/bank/HARBOUR", {"enabled_ratio": 0.5})
    query = f"m/lookup?signal_type=pdq&signal={NEAR}"
    answered = [bool(platform.get(f"{query}&seed={seed}")) for seed in range(60)]
    assert answered == [bool(platform.get(f"{query}&seed={seed}")) for seed in range(60)]
    assert 15 < sum(answered) < 45
    assert all(platform.get(f"{query}&seed={seed}&bypass_coinflip=true") for seed in range(10))
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": [banked]}


def test_a_bank_that_is_switched_off_answers_nothing_whatever_is_asked(platform, banked):
    platform.ask("PUT", "c/bank/HARBOUR", {"enabled": False})
    query = f"signal_type=pdq&signal={NEAR}"
    assert platform.get(f"m/lookup?{query}&bypass_coinflip=true") == {}
    assert platform.get(f"m/raw_lookup?{query}") == {"matches": []}
    platform.ask("PUT", "c/bank/HARBOUR", {"enabled": True})
    assert platform.get(f"m/raw_lookup?{query}") == {"matches": [banked]}


def test_an_entry_of_the_desk_that_stands_alone_is_told_by_a_number_of_its_own(platform, bank, analyst):
    entry = add_entry(bank, EntryDraft(signal_type="pdq", value=NEAR), acting=analyst)
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": [number_of(entry)]}
    shown = platform.get(f"c/bank/HARBOUR/content/{number_of(entry)}?include_signals=true")
    assert shown["signals"] == {"pdq": NEAR}
    withdraw_entry(entry, reason="a mistake", acting=analyst)
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": []}


def test_what_is_deleted_is_gone_at_once(platform, banked):
    assert json.loads(platform.ask("DELETE", f"c/bank/HARBOUR/content/{banked}").content) == {"deleted": 1}
    assert json.loads(platform.ask("DELETE", f"c/bank/HARBOUR/content/{banked}").content) == {"deleted": 0}
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": []}
    assert platform.ask("GET", f"c/bank/HARBOUR/content/{banked}").status_code == 404


def test_what_is_held_back_never_comes_back(platform, banked, analyst):
    dispute(BankContent.objects.get(pk=banked), reason="a news picture", acting=analyst)
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": []}


def test_entries_of_a_partner_wait_for_a_look(platform_with, bank):
    partner = platform_with(origin="Harbour alliance")
    partner.post("c/bank/HARBOUR/signal", {"pdq": NEAR})
    assert partner.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": []}
    assert BankEntry.objects.get().origin == "Harbour alliance"


def of_opinion(opinion, administrator):
    facts = BankFacts(name=f"{opinion} bank", owner="Desk", policy="3.1", opinion=opinion, licence="ours")
    return create_bank(facts, acting=administrator)


def test_what_a_negative_bank_protects_is_not_told(platform, banked, administrator, analyst):
    protected = of_opinion("negative", administrator)
    entry = add_entry(protected, EntryDraft(signal_type="pdq", value=ALMOST), acting=analyst)
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": []}
    withdraw_entry(entry, reason="a mistake", acting=analyst)
    assert platform.get(f"m/raw_lookup?signal_type=pdq&signal={NEAR}") == {"matches": [banked]}


def test_leads_answer_only_where_their_bank_is_named(platform, administrator, analyst):
    leads = of_opinion("seed", administrator)
    add_entry(leads, EntryDraft(signal_type="pdq", value=NEAR), acting=analyst)
    query = f"m/lookup?signal_type=pdq&signal={NEAR}"
    assert platform.get(query) == {}
    assert set(platform.get(f"{query}&banks=SEED_BANK_{leads.pk}")) == {f"SEED_BANK_{leads.pk}"}


def test_texts_and_addresses_are_looked_through(platform, bank):
    platform.post("c/bank/HARBOUR/signal", {"url": "https://lighthouse.example/join", "note": "x"})
    platform.post("c/bank/HARBOUR/signal", {"term": "the lamps return"})
    text = "Tonight THE LAMPS RETURN, see https://lighthouse.example/join"
    assert list(platform.get(f"m/lookup?signal_type=url&signal={text}")) == ["HARBOUR"]
    assert list(platform.get(f"m/lookup?signal_type=term&signal={text}")) == ["HARBOUR"]


def test_pairs_are_compared(platform):
    assert platform.post("m/compare", {"pdq": [NEAR, ALMOST]}) == {"pdq": [True, {"distance": 2}]}
    assert platform.post("m/compare", {"pdq": [NEAR, OTHER]})["pdq"][0] is False
    for wrong in ({"pdq": [NEAR]}, {"pdq": NEAR}, {"none": [NEAR, NEAR]}, {"pdq": ["x", NEAR]}, {"term": ["a", "b"]}):
        assert platform.ask("POST", "m/compare", wrong).status_code == 400


def test_the_index_is_never_out_of_date(platform, banked):
    status = platform.get("m/index/status?signal_type=pdq")["pdq"]
    assert (status["present"], status["size"]) == (True, 1)
    assert status["built_to"] > 1_700_000_000
    assert platform.get("m/index/status")["video_md5"] == {"present": False, "built_to": -1, "size": 0}
    sizes = platform.get("c/signal_type/index")["pdq"]
    assert (sizes["db_size"], sizes["index_size"], sizes["index_out_of_date"]) == (1, 1, False)
