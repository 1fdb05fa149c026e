"""What is held back is found and never raised; disputes take two people; foreign entries wait for a local look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.drafts import ContentDraft, EntryDraft, NumberedDraft
from seawall.desk.banks.errors import (
    BankFactsError,
    EntryWithdrawnError,
    HoldStateError,
    SecondPersonError,
    WithdrawalReasonError,
)
from seawall.desk.banks.models import BankEntry, Hold
from seawall.desk.banks.selectors import bank_entries, banks_version, entries_for_scan
from seawall.desk.banks.services import (
    add_content,
    add_entries,
    add_entry,
    create_bank,
    dispute,
    edit_bank,
    quarantine,
    record_partner_opinion,
    release_hold,
    set_aside,
    settle_dispute,
    trust,
    withdraw_content,
)
from seawall.desk.people.roles import Role
from seawall.index import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(staff_with):
    return staff_with(Role.LEGAL)


@pytest.fixture
def shared(facts, administrator):
    """Return a bank whose entries come from a partner."""
    return create_bank(facts("From the pier team", origin="Pier team"), acting=administrator)


def held_back() -> dict[str, str | None]:
    return {entry.entry_id: entry.held_back for entry in entries_for_scan()}


def last_row() -> LedgerRow:
    return LedgerRow.objects.order_by("-number").first()


def test_a_dispute_holds_back_until_somebody_else_decides(bank, analyst, colleague, term):
    entry = add_entry(bank, term(), acting=analyst)
    with pytest.raises(WithdrawalReasonError):
        dispute(entry, reason=" ", acting=analyst)
    before = banks_version()
    hold = dispute(entry, reason="a poem", acting=analyst)
    assert banks_version() > before
    assert held_back() == {entry.entry_id: "Its entry is disputed: a poem"}
    with pytest.raises(HoldStateError):
        dispute(entry, reason="again", acting=colleague)
    with pytest.raises(SecondPersonError):
        settle_dispute(hold, upheld=False, reason="I was wrong", acting=analyst)
    settle_dispute(hold, upheld=False, reason="it stands", acting=colleague)
    assert held_back() == {entry.entry_id: None}
    with pytest.raises(HoldStateError):
        release_hold(hold, reason="twice", acting=colleague)


def test_an_upheld_dispute_withdraws_what_was_disputed(bank, analyst, colleague):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32), ("sha256", "e" * 64))), acting=analyst)
    settle_dispute(dispute(content, reason="news", acting=analyst), upheld=True, reason="it is", acting=colleague)
    assert {entry.opinion for entry in entries_for_scan()} == {Opinion.WITHDRAWN}
    content.refresh_from_db()
    assert content.withdrawn_reason == "it is"


def test_the_database_refuses_that_one_person_settles_their_own_dispute(bank, analyst, term):
    hold = dispute(add_entry(bank, term(), acting=analyst), reason="a poem", acting=analyst)
    with pytest.raises(IntegrityError, match="somebody_else"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(released_at=utc_now(), released_by=analyst, released_reason="mine")


def test_disputing_one_signal_of_a_piece_of_content_holds_all_of_it_back(bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32), ("sha256", "e" * 64))), acting=analyst)
    hold = dispute(content.entries.first(), reason="news", acting=analyst)
    assert hold.content == content
    assert set(held_back().values()) == {"Its entry is disputed: news"}


def test_what_is_withdrawn_can_not_be_disputed(bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    withdraw_content(content, reason="news", acting=analyst)
    with pytest.raises(Exception, match="withdrawn"):
        dispute(content.entries.get(), reason="news", acting=analyst)


def test_a_hold_tells_an_index_what_changed(bank, analyst, colleague, term):
    add_entry(bank, term("harbour"), acting=analyst)
    entry = add_entry(bank, term(), acting=analyst)
    bank.refresh_from_db()
    seen = bank.version
    hold = dispute(entry, reason="a poem", acting=analyst)
    assert [one.entry_id for one in bank_entries(bank, now=utc_now(), changed_since=seen)] == [entry.entry_id]
    bank.refresh_from_db()
    seen = bank.version
    release_hold(hold, reason="it stands", acting=colleague)
    assert [one.entry_id for one in bank_entries(bank, now=utc_now(), changed_since=seen)] == [entry.entry_id]


def test_a_foreign_entry_raises_nothing_until_somebody_here_has_looked(shared, analyst, term):
    entry = add_entry(shared, term(), acting=analyst)
    assert held_back() == {
        entry.entry_id: "It comes from “Pier team”, and nobody here has looked yet at what it matches."
    }
    with pytest.raises(WithdrawalReasonError):
        trust(entry, reason="", seen=0, acting=analyst)
    trust(entry, reason="the leaflet of March", seen=3, acting=analyst)
    assert held_back() == {entry.entry_id: None}
    assert (last_row().event, last_row().subject) == ("bank_entry_looked_at", f"bank:{shared.pk}")
    with pytest.raises(HoldStateError):
        trust(entry, reason="again", seen=3, acting=analyst)


def test_a_foreign_entry_that_is_set_aside_stays_held_back(shared, analyst, term):
    entry = add_entry(shared, term(), acting=analyst)
    set_aside(entry, reason="fishermen say so", seen=8, acting=analyst)
    assert held_back() == {entry.entry_id: "A reviewer set its entry aside: fishermen say so"}
    release_hold(entry.holds.get(), reason="they stopped", acting=analyst)
    assert held_back() == {entry.entry_id: None}


def test_one_s_own_entries_need_no_look(bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    with pytest.raises(HoldStateError):
        trust(entry, reason="mine", seen=0, acting=analyst)


def test_a_look_at_a_piece_of_content_is_a_look_at_all_its_signals(shared, analyst):
    content = add_content(shared, ContentDraft(signals=(("md5", "d" * 32), ("sha256", "e" * 64))), acting=analyst)
    assert None not in held_back().values()
    trust(content, reason="the leaflet of March", seen=3, acting=analyst)
    assert set(held_back().values()) == {None}


@pytest.mark.parametrize(
    ("signal_type", "value", "protected", "near"),
    [
        ("sha256", "e" * 64, ("sha256", "E" * 64), "The same value stands in"),
        ("term", "grey lighthouse", ("term", "the grey lighthouse museum"), "It is near what"),
        (
            "term",
            "grey lighthouse",
            ("text", "Wire: the Grey Lighthouse was repaired by the harbour office"),
            "It is near",
        ),
        ("url", "https://wire.example/a", ("url", "https://wire.example/a?utm_source=x"), "The same value stands in"),
    ],
)
def test_a_foreign_entry_near_what_is_protected_is_held_back(
    shared, newsrooms, analyst, signal_type, value, protected, near
):
    add_entry(newsrooms, EntryDraft(signal_type=protected[0], value=protected[1]), acting=analyst)
    entry = add_entry(shared, EntryDraft(signal_type=signal_type, value=value), acting=analyst)
    trust(entry, reason="the leaflet of March", seen=3, acting=analyst)
    reason = held_back()[entry.entry_id]
    assert reason is not None
    assert reason.startswith(near)
    assert "the bank “Newsrooms”" in reason
    release_hold(entry.holds.get(), reason="another lighthouse", acting=analyst)
    assert held_back()[entry.entry_id] is None


def test_of_a_foreign_list_only_what_collides_is_held_back_for_that(shared, newsrooms, analyst, term):
    add_entry(newsrooms, term("faro gris"), acting=analyst)
    lines = [NumberedDraft(line_number=n, draft=term(value)) for n, value in enumerate(("lamps", "faro gris"), start=1)]
    add_entries(shared, lines, acting=analyst)
    assert [str(hold.subject) for hold in Hold.objects.all()] == [
        BankEntry.objects.get(bank=shared, value="faro gris").entry_id
    ]


def test_a_quarantine_is_placed_once_and_a_reviewer_lets_it_go(bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    figures = {"accounts": 700, "observations": 900}
    hold = quarantine(bank, entry.entry_id, reason="Its entry is in quarantine: much.", figures=figures)
    assert quarantine(bank, entry.entry_id, reason="again", figures=figures) is None
    assert quarantine(bank, "nothing", reason="again", figures=figures) is None
    assert held_back()[entry.entry_id] == "Its entry is in quarantine: much."
    release_hold(hold, reason="a campaign", acting=analyst)
    assert held_back()[entry.entry_id] is None


def test_of_several_reasons_the_weightiest_is_told(shared, newsrooms, analyst, term):
    add_entry(newsrooms, term("faro gris"), acting=analyst)
    entry = add_entry(shared, term("faro gris"), acting=analyst)
    assert held_back()[entry.entry_id].startswith("The same value")
    quarantine(shared, entry.entry_id, reason="Its entry is in quarantine: much.", figures={})
    assert held_back()[entry.entry_id].startswith("Its entry is in quarantine")
    dispute(entry, reason="a poem", acting=analyst)
    assert held_back()[entry.entry_id] == "Its entry is disputed: a poem"


@pytest.mark.parametrize("opinion", ["disputed", "negative"])
def test_what_its_origin_speaks_against_is_disputed_here(shared, analyst, colleague, term, opinion):
    entry = add_entry(shared, term(), acting=analyst)
    record_partner_opinion(entry, partner="Pier team", opinion=opinion, source="mail of 3 March", acting=analyst)
    assert held_back()[entry.entry_id] == "Its entry is disputed: Pier team: mail of 3 March"
    record_partner_opinion(entry, partner="Pier team", opinion=opinion, source="again", acting=analyst)
    assert entry.partner_opinions.count() == 2
    assert entry.holds.count() == 1
    settle_dispute(entry.holds.get(), upheld=False, reason="asked them", acting=colleague)


def test_what_its_origin_withdraws_is_withdrawn_here(shared, analyst, term):
    entry = add_entry(shared, term(), acting=analyst)
    record_partner_opinion(entry, partner="Pier team", opinion="withdrawn", source="list 12", acting=analyst)
    entry.refresh_from_db()
    assert entry.withdrawn_reason == "Pier team: list 12"
    with pytest.raises(EntryWithdrawnError):
        record_partner_opinion(entry, partner="Pier team", opinion="positive", source="list 13", acting=analyst)


def test_what_others_say_is_kept_and_changes_nothing(bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    record_partner_opinion(entry, partner="Dune team", opinion="withdrawn", source="call", acting=analyst)
    assert held_back() == {entry.entry_id: None}
    assert entry.partner_opinions.get().get_opinion_display()
    for wrong in ({"opinion": "loved"}, {"partner": " "}, {"source": ""}):
        given = {"partner": "Dune team", "opinion": "seed", "source": "call", **wrong}
        with pytest.raises(BankFactsError):
            record_partner_opinion(entry, **given, acting=analyst)


def test_a_bank_says_how_near_a_match_must_be_and_whether_it_matches_at_all(bank, analyst, administrator, facts):
    add_content(bank, ContentDraft(signals=(("pdq", "f" * 64),)), acting=analyst)
    edit_bank(bank, facts(limits={"pdq": 12}), acting=administrator)
    assert [entry.limit for entry in entries_for_scan()] == [12]
    edit_bank(bank, facts(enabled_ratio=0.0), acting=administrator)
    assert entries_for_scan() == []
    bank.refresh_from_db()
    assert bank.facts_version == bank.version
    for wrong in (
        {"enabled_ratio": 1.5},
        {"limits": {"pdq": -1}},
        {"limits": {"no_such": 3}},
        {"limits": {"pdq": True}},
    ):
        with pytest.raises(BankFactsError):
            edit_bank(bank, facts(**wrong), acting=administrator)


def test_an_entry_that_has_ended_is_no_longer_compared(bank, analyst, term):
    now = utc_now()
    add_entry(bank, term(expires_at=now + timedelta(days=1)), acting=analyst)
    assert [entry.opinion for entry in entries_for_scan(now)] == [Opinion.POSITIVE]
    assert [entry.opinion for entry in entries_for_scan(now + timedelta(days=2))] == [Opinion.WITHDRAWN]
