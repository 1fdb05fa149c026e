"""A piece of content is one fact with several signals: it is added, disabled and withdrawn as one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.content_numbers import find_by_number, number_of
from seawall.desk.banks.drafts import ContentDraft, EntryDraft
from seawall.desk.banks.errors import (
    ContentEmptyError,
    ContentKnownError,
    ContentWithdrawnError,
    EntryValueError,
    WithdrawalReasonError,
)
from seawall.desk.banks.models import BankContent, BankEntry
from seawall.desk.banks.selectors import bank_entries, banks_version, entries_for_scan
from seawall.desk.banks.services import add_content, add_entry, disable_content, edit_content, withdraw_content
from seawall.index import Opinion

pytestmark = pytest.mark.django_db


def kinds(content: BankContent) -> set[str]:
    return set(content.entries.values_list("signal_type", flat=True))


def last_event() -> str:
    return LedgerRow.objects.order_by("-number").first().event


def test_a_picture_gives_its_signals_and_is_kept_as_evidence(bank, analyst, drawn, desk_home):
    path = drawn()
    content = add_content(bank, ContentDraft(file=path, file_name="a.png", note="leaflet"), acting=analyst)
    octets = path.read_bytes()
    digest = hashlib.sha256(octets).hexdigest()
    assert content.file_sha256 == digest
    assert (desk_home / "evidence" / "sha256" / digest[:2] / digest).read_bytes() == octets
    assert {"sha256", "md5"} <= kinds(content)
    assert content.entries.get(signal_type="sha256").canonical == digest
    assert {entry.note for entry in content.entries.all()} == {"leaflet"}
    assert last_event() == "bank_content_added"


def test_the_engines_see_its_signals_as_one_fact(bank, analyst, drawn, desk_home):
    content = add_content(bank, ContentDraft(file=drawn()), acting=analyst)
    lone = add_entry(bank, EntryDraft(signal_type="term", value="lamps"), acting=analyst)
    named = {entry.entry_id: entry.content for entry in entries_for_scan()}
    assert named.pop(lone.entry_id) is None
    assert set(named.values()) == {content.name}


def test_the_same_file_is_in_a_bank_once_until_it_is_withdrawn(bank, newsrooms, analyst, drawn, desk_home):
    path = drawn()
    first = add_content(bank, ContentDraft(file=path), acting=analyst)
    with pytest.raises(ContentKnownError, match=first.name):
        add_content(bank, ContentDraft(file=path), acting=analyst)
    assert add_content(newsrooms, ContentDraft(file=path), acting=analyst).file_sha256 == first.file_sha256
    withdraw_content(first, reason="by mistake", acting=analyst)
    assert add_content(bank, ContentDraft(file=path), acting=analyst).pk != first.pk


def test_two_pieces_of_content_may_share_a_signal(bank, analyst):
    draft = ContentDraft(signals=(("md5", "d" * 32),))
    first, second = add_content(bank, draft, acting=analyst), add_content(bank, draft, acting=analyst)
    assert first.entries.get().canonical == second.entries.get().canonical
    assert len([entry for entry in entries_for_scan() if entry.value == "d" * 32]) == 2


def test_signals_of_a_sender_are_refused_where_they_are_none(bank, analyst):
    with pytest.raises(EntryValueError, match="hexadecimal"):
        add_content(bank, ContentDraft(signals=(("md5", "lamps"),)), acting=analyst)
    with pytest.raises(ContentEmptyError):
        add_content(bank, ContentDraft(note="nothing"), acting=analyst)
    assert not BankContent.objects.exists()
    assert not BankEntry.objects.exists()


def test_an_unreadable_picture_still_gives_its_digests_and_says_what_could_not_be_read(
    bank, analyst, tmp_path, desk_home
):
    path = tmp_path / "torn.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    content = add_content(bank, ContentDraft(file=path), acting=analyst)
    assert {"sha256", "md5"} <= kinds(content)
    assert "pdq" not in kinds(content)


def test_disabled_content_is_not_compared_until_its_time_comes(bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    now = utc_now()
    disable_content(content, until=now + timedelta(hours=1), acting=analyst)
    assert [entry.opinion for entry in entries_for_scan(now)] == [Opinion.WITHDRAWN]
    assert [entry.opinion for entry in entries_for_scan(now + timedelta(hours=2))] == [Opinion.POSITIVE]
    disable_content(content, until=None, acting=analyst)
    assert [entry.opinion for entry in entries_for_scan(now)] == [Opinion.POSITIVE]
    assert last_event() == "bank_content_disabled"


def test_withdrawing_takes_all_its_entries_and_needs_a_reason(bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32), ("sha256", "e" * 64))), acting=analyst)
    with pytest.raises(WithdrawalReasonError):
        withdraw_content(content, reason=" ", acting=analyst)
    withdraw_content(content, reason="a news picture", acting=analyst)
    assert {entry.opinion for entry in entries_for_scan()} == {Opinion.WITHDRAWN}
    assert set(BankEntry.objects.values_list("withdrawn_reason", flat=True)) == {"a news picture"}
    with pytest.raises(ContentWithdrawnError):
        withdraw_content(content, reason="again", acting=analyst)
    with pytest.raises(ContentWithdrawnError):
        edit_content(content, note="x", acting=analyst)
    assert last_event() == "bank_content_withdrawn"


def test_what_changed_since_a_version_is_told_alone(bank, analyst):
    draft = ContentDraft(signals=(("md5", "d" * 32),))
    first = add_content(bank, draft, acting=analyst)
    bank.refresh_from_db()
    seen, before = bank.version, banks_version()
    second = add_content(bank, ContentDraft(signals=(("md5", "e" * 32),)), acting=analyst)
    assert banks_version() > before
    bank.refresh_from_db()
    assert [one.content for one in bank_entries(bank, now=utc_now(), changed_since=seen)] == [second.name]
    seen = bank.version
    edit_content(first, note="seen in a leaflet", acting=analyst)
    bank.refresh_from_db()
    (changed,) = bank_entries(bank, now=utc_now(), changed_since=seen)
    assert (changed.content, changed.note) == (first.name, "seen in a leaflet")


def test_content_and_lone_entries_have_numbers_that_never_meet(bank, newsrooms, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    lone = add_entry(bank, EntryDraft(signal_type="term", value="lamps"), acting=analyst)
    assert number_of(content.entries.get()) == number_of(content) == content.pk
    assert number_of(content) != number_of(lone)
    assert find_by_number(bank, number_of(content)) == content
    assert find_by_number(bank, number_of(lone)) == lone
    assert find_by_number(newsrooms, number_of(content)) is None
    assert find_by_number(bank, number_of(content.entries.get()) + 1_000_000_000) is None
