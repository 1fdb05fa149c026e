"""Banks change through services alone: each change is on the ledger, and nothing is lost or doubled."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.drafts import EntryDraft, NumberedDraft, Rejected
from seawall.desk.banks.errors import (
    BankNameFixedError,
    BankNameTakenError,
    EntryKnownError,
    EntryValueError,
    EntryWithdrawnError,
    WithdrawalReasonError,
)
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.selectors import banks_version, entries_for_scan
from seawall.desk.banks.services import add_entries, add_entry, create_bank, edit_bank, edit_entry, withdraw_entry
from seawall.index import Opinion

pytestmark = pytest.mark.django_db


def numbered(*drafts: EntryDraft) -> list[NumberedDraft]:
    return [NumberedDraft(line_number=number, draft=draft) for number, draft in enumerate(drafts, start=1)]


def events() -> list[str]:
    return list(LedgerRow.objects.filter(event__startswith="bank").order_by("number").values_list("event", flat=True))


def test_every_change_leaves_one_ledger_row_and_a_new_version(bank, analyst, administrator, facts, term):
    versions = [banks_version()]
    entry = add_entry(bank, term(), acting=analyst)
    versions.append(banks_version())
    edit_entry(entry, opinion="seed", note="seen in a leaflet", acting=analyst)
    versions.append(banks_version())
    withdraw_entry(entry, reason="too common", acting=analyst)
    versions.append(banks_version())
    edit_bank(bank, facts(owner="Night desk"), acting=administrator)
    versions.append(banks_version())
    add_entries(bank, numbered(term("faro gris")), acting=analyst)
    versions.append(banks_version())
    assert versions == sorted(set(versions))
    assert events() == [
        "bank_created",
        "bank_entry_added",
        "bank_entry_edited",
        "bank_entry_withdrawn",
        "bank_edited",
        "bank_list_added",
    ]


def test_a_name_is_given_once_and_never_changes(bank, facts, administrator):
    with pytest.raises(BankNameTakenError):
        create_bank(facts(), acting=administrator)
    with pytest.raises(BankNameFixedError):
        edit_bank(bank, facts("Another name"), acting=administrator)
    assert Bank.objects.get().name == bank.name


def test_an_entry_keeps_what_was_written_and_is_compared_in_canonical_form(bank, analyst):
    draft = EntryDraft(signal_type="url", value="hxxps://Lamps[.]example/a/?utm_source=x")
    entry = add_entry(bank, draft, acting=analyst)
    assert (entry.value, entry.canonical) == (draft.value, "https://lamps.example/a")
    assert entry.entry_id == f"B{bank.pk}-000001"
    assert entry.opinion == "positive"


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (EntryDraft(signal_type="sha256", value="abc"), "64 hexadecimal digits"),
        (EntryDraft(signal_type="term", value="!"), "at least 2 letters"),
        (EntryDraft(signal_type="no_such", value="abc"), "no signal_types named 'no_such'"),
        (EntryDraft(signal_type="term", value="   "), "there is no value"),
        (EntryDraft(signal_type="term", value="lamps\0"), "no valid Unicode"),
        (EntryDraft(signal_type="term", value="lamps \ud800"), "no valid Unicode"),
        (EntryDraft(signal_type="text", value="lamps " * 10_000), "at most 50,000 characters"),
        (EntryDraft(signal_type="term", value="lamps", opinion="loved"), "there is no opinion 'loved'"),
        (EntryDraft(signal_type="term", value="lamps", entry_id="two words"), "an id has up to"),
        (EntryDraft(signal_type="term", value="lamps", entry_id="B1-000001"), "given by the desk itself"),
        (EntryDraft(signal_type="handle", value="harbourfeed:@wire"), "an account is never known content"),
    ],
)
def test_a_value_that_is_none_of_its_type_is_refused_with_the_reason(bank, analyst, draft, reason):
    with pytest.raises(EntryValueError, match=reason):
        add_entry(bank, draft, acting=analyst)
    assert not BankEntry.objects.exists()
    assert events() == ["bank_created"]


def test_the_same_signal_is_in_a_bank_once_until_it_is_withdrawn(bank, analyst, term):
    first = add_entry(bank, term("The LAMPS return!"), acting=analyst)
    with pytest.raises(EntryKnownError, match=first.entry_id):
        add_entry(bank, term("the lamps  return"), acting=analyst)
    withdraw_entry(first, reason="by mistake", acting=analyst)
    second = add_entry(bank, term(), acting=analyst)
    assert second.entry_id != first.entry_id
    with pytest.raises(IntegrityError), transaction.atomic():
        BankEntry.objects.filter(pk=first.pk).update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")


def test_a_withdrawn_entry_stays_as_it_was_and_says_why(bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    with pytest.raises(WithdrawalReasonError):
        withdraw_entry(entry, reason="  ", acting=analyst)
    withdraw_entry(entry, reason="too common", acting=analyst)
    with pytest.raises(EntryWithdrawnError):
        edit_entry(entry, opinion="seed", note="", acting=analyst)
    with pytest.raises(EntryWithdrawnError):
        withdraw_entry(entry, reason="again", acting=analyst)
    kept = BankEntry.objects.get()
    assert (kept.withdrawn_reason, kept.withdrawn_by) == ("too common", analyst)


def test_an_accounts_entry_can_never_be_made_to_speak_against_it(newsrooms, analyst):
    entry = add_entry(newsrooms, EntryDraft(signal_type="handle", value="Harbourfeed:@Wire"), acting=analyst)
    assert entry.canonical == "harbourfeed:@wire"
    with pytest.raises(EntryValueError, match="never known content"):
        edit_entry(entry, opinion="positive", note="", acting=analyst)


def test_of_a_list_good_lines_go_in_and_the_others_are_told(bank, analyst, term):
    standing = add_entry(bank, term("faro gris"), acting=analyst)
    lines = [
        *numbered(term("grey lighthouse"), term("?"), term("FARO GRIS"), term("Grey  Lighthouse")),
        Rejected(line_number=5, written="{", reason="not a JSON object"),
        NumberedDraft(line_number=6, draft=term("lamp one", entry_id="gl-1")),
        NumberedDraft(line_number=7, draft=term("lamp two", entry_id="gl-1")),
    ]
    outcome = add_entries(bank, lines, acting=analyst)
    assert len(outcome.entry_ids) == 2
    assert [(one.line_number, one.entry_id) for one in outcome.repeats] == [
        (3, standing.entry_id),
        (4, outcome.entry_ids[0]),
    ]
    assert [one.line_number for one in outcome.rejects] == [2, 5, 7]
    assert len(outcome.entry_ids) + len(outcome.repeats) + len(outcome.rejects) == len(lines)
    assert BankEntry.objects.filter(entry_id="gl-1", canonical="lamp one").exists()


def test_a_list_handed_in_twice_adds_nothing(bank, analyst, term):
    lines = numbered(*(term(f"lamp number {number}") for number in range(1200)))
    first = add_entries(bank, lines, acting=analyst)
    second = add_entries(bank, lines, acting=analyst)
    assert (len(first.entry_ids), len(second.entry_ids), len(second.repeats)) == (1200, 0, 1200)
    assert BankEntry.objects.count() == 1200


def test_a_list_that_breaks_off_leaves_nothing(bank, analyst, term):
    def breaking():
        yield from numbered(*(term(f"lamp number {number}") for number in range(1200)))
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError):
        add_entries(bank, breaking(), acting=analyst)
    assert not BankEntry.objects.exists()
    assert Bank.objects.get().last_number == 0


@pytest.mark.slow
def test_ten_thousand_lines_go_in_at_once(bank, analyst, term):
    outcome = add_entries(
        bank, numbered(*(term(f"lamp {number} of the harbour") for number in range(10_000))), acting=analyst
    )
    assert len(outcome.entry_ids) == 10_000


def test_the_scan_gets_what_stands_and_learns_what_was_withdrawn(bank, newsrooms, analyst, administrator, facts, term):
    from datetime import timedelta

    from seawall.clock import utc_now

    kept = add_entry(bank, term("Faro Gris", note="leaflet"), acting=analyst)
    gone = add_entry(bank, term("grey lighthouse"), acting=analyst)
    add_entry(newsrooms, EntryDraft(signal_type="handle", value="harbourfeed:@wire"), acting=analyst)
    withdraw_entry(gone, reason="too common", acting=analyst)
    over = create_bank(facts("Ended", expires_at=utc_now() - timedelta(days=1)), acting=administrator)
    add_entry(over, term("old lamp"), acting=analyst)
    by_id = {entry.entry_id: entry for entry in entries_for_scan()}
    assert by_id[kept.entry_id].value == "faro gris"
    assert by_id[kept.entry_id].written == "Faro Gris"
    assert (by_id[kept.entry_id].policy, by_id[kept.entry_id].note) == ("1.1 Violent movements", "leaflet")
    assert by_id[gone.entry_id].opinion is Opinion.WITHDRAWN
    assert {entry.bank for entry in by_id.values()} == {bank.name, newsrooms.name}


def test_adding_a_list_asks_the_database_little(bank, analyst, term, django_assert_max_num_queries):
    lines = numbered(*(term(f"lamp number {number}") for number in range(500)))
    with django_assert_max_num_queries(25):
        add_entries(bank, lines, acting=analyst)
