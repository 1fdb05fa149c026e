"""The index of this process is at the banks' present versions whenever it is asked."""

import threading
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawall.clock import utc_now
from seawall.desk.banks import services
from seawall.desk.banks.drafts import BankFacts, ContentDraft, EntryDraft
from seawall.desk.banks.errors import IndexLoadingError
from seawall.desk.banks.live_index import LiveIndex
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.selectors import compares, entries_for_scan
from seawall.desk.people.roles import Role
from seawall.index import Opinion
from seawall.signals import SignalColumn, Slices

pytestmark = pytest.mark.django_db

NAMES = [f"{number:032x}" for number in range(12)]


def column(*values):
    return SignalColumn(rows=np.arange(len(values), dtype=np.int64), values=Slices.of(values))


def facts(name, **more):
    usual = {"owner": "Desk", "policy": "3.1", "opinion": "positive", "licence": "ours"}
    return BankFacts(name=name, **usual | more)


def met(index, *values, now=None):
    """Return the entry ids that are met."""
    return {one.entry.entry_id for one in index.look_up({"md5": column(*values)}, now=now).met["md5"]}


@pytest.fixture
def bank(staff_with):
    made = services.create_bank(facts("Harbour"), acting=staff_with(Role.ADMINISTRATOR))
    made.staff = staff_with(Role.ANALYST)
    return made


def add(bank, value, **more):
    return services.add_entry(bank, EntryDraft(signal_type="md5", value=value, **more), acting=bank.staff)


def test_additions_and_withdrawals_are_there_at_the_next_look(bank):
    index = LiveIndex()
    assert met(index, NAMES[0]) == set()
    entry = add(bank, NAMES[0])
    assert met(index, NAMES[0]) == {entry.entry_id}
    services.withdraw_entry(entry, reason="a mistake", acting=bank.staff)
    assert met(index, NAMES[0]) == set()


def test_a_look_without_a_change_asks_one_question(bank):
    index = LiveIndex()
    add(bank, NAMES[0])
    met(index, NAMES[0])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        met(index, NAMES[0])
    assert len(asked) == 1


def test_only_what_changed_is_read(bank):
    index = LiveIndex()
    for name in NAMES[:6]:
        add(bank, name)
    met(index, NAMES[0])
    add(bank, NAMES[7])
    with CaptureQueriesContext(connection) as asked:
        assert len(met(index, *NAMES)) == 7
    entries = [one["sql"] for one in asked if 'FROM "banks_bankentry"' in one["sql"]]
    assert entries
    assert all("changed_in" in sql for sql in entries)


def test_an_end_comes_by_itself(bank):
    now = utc_now()
    index = LiveIndex()
    entry = add(bank, NAMES[0], expires_at=now + timedelta(hours=1))
    assert met(index, NAMES[0], now=now) == {entry.entry_id}
    assert met(index, NAMES[0], now=now + timedelta(minutes=59)) == {entry.entry_id}
    assert met(index, NAMES[0], now=now + timedelta(hours=1)) == set()


def test_disabled_content_comes_back_by_itself(bank):
    now = utc_now()
    index = LiveIndex()
    content = services.add_content(bank, ContentDraft(signals=(("md5", NAMES[0]),)), acting=bank.staff)
    assert len(met(index, NAMES[0], now=now)) == 1
    services.disable_content(content, until=now + timedelta(hours=1), acting=bank.staff)
    assert met(index, NAMES[0], now=now) == set()
    add(bank, NAMES[1])
    assert len(met(index, *NAMES[:2], now=now + timedelta(minutes=30))) == 1
    assert len(met(index, *NAMES[:2], now=now + timedelta(hours=1))) == 2


def test_a_bank_that_ends_or_is_switched_off_is_silent_without_being_read_again(bank):
    now = utc_now()
    index = LiveIndex()
    add(bank, NAMES[0])
    assert len(met(index, NAMES[0], now=now)) == 1
    services.edit_bank(bank, facts("Harbour", expires_at=now + timedelta(hours=1)), acting=bank.staff)
    assert len(met(index, NAMES[0], now=now)) == 1
    assert met(index, NAMES[0], now=now + timedelta(hours=1)) == set()
    services.edit_bank(bank, facts("Harbour", enabled_ratio=0.0), acting=bank.staff)
    assert met(index, NAMES[0], now=now) == set()


def test_a_change_of_limits_or_policy_reaches_every_entry(bank):
    index = LiveIndex()
    add(bank, NAMES[0])
    met(index, NAMES[0])
    services.edit_bank(bank, facts("Harbour", policy="4.2"), acting=bank.staff)
    [one] = index.look_up({"md5": column(NAMES[0])}).met["md5"]
    assert one.entry.policy == "4.2"


def test_what_is_held_back_or_protected_is_not_met(bank):
    index = LiveIndex()
    entry = add(bank, NAMES[0])
    hold = services.dispute(entry, reason="a news picture", acting=bank.staff)
    assert met(index, NAMES[0]) == set()
    assert len(index) == 1
    hold.placed_by = None
    services.withdraw_entry(entry, reason="it was", acting=bank.staff)
    protected = services.create_bank(facts("News", opinion="negative"), acting=bank.staff)
    protected.staff = bank.staff
    add(bank, NAMES[1])
    shield = add(protected, NAMES[1])
    assert met(index, NAMES[1]) == set()
    services.withdraw_entry(shield, reason="a mistake", acting=bank.staff)
    assert len(met(index, NAMES[1])) == 1


def test_another_database_is_noticed(bank):
    index = LiveIndex()
    entry = add(bank, NAMES[0])
    assert met(index, NAMES[0]) == {entry.entry_id}
    BankEntry.objects.all().delete()
    Bank.objects.all().delete()
    assert met(index, NAMES[0]) == set()
    assert len(index) == 0


def test_while_the_first_load_runs_others_are_told_to_come_back(bank):
    index = LiveIndex()
    index._turn.acquire()
    told = []

    def ask():
        try:
            index.look_up({})
        except IndexLoadingError as error:
            told.append(error)

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    index._turn.release()
    assert len(told) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "withdraw", "dispute", "release", "end", "disable", "content", "later"]),
        st.integers(min_value=0, max_value=11),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_changes_it_holds_what_an_index_made_anew_holds(bank, staff_with, steps):
    from django.db import transaction

    now = utc_now()
    other = staff_with(Role.LEGAL)
    with transaction.atomic():
        index = LiveIndex()
        for step, number in steps:
            now = do(step, number, bank, other, now)
            expected = {
                one.entry_id
                for one in entries_for_scan(now)
                if one.opinion is not Opinion.WITHDRAWN and one.held_back is None
            }
            assert met(index, *NAMES, now=now) == expected
        assert compares(Bank.objects.get(pk=bank.pk), now)
        transaction.set_rollback(True)


def do(step, number, bank, other, now):
    """Take one step; return the moment after it."""
    standing = list(bank.entries.filter(withdrawn_at__isnull=True).order_by("pk"))
    entry = standing[number % len(standing)] if standing else None
    holds = list(bank.holds.filter(released_at__isnull=True))
    if step == "later":
        return now + timedelta(minutes=20)
    if step == "content":
        services.add_content(bank, ContentDraft(signals=(("md5", NAMES[number]),)), acting=bank.staff)
    elif step == "release" and holds:
        services.release_hold(holds[0], reason="looked at", acting=other)
    elif step == "add":
        if not bank.entries.filter(canonical=NAMES[number], withdrawn_at=None).exists():  # else it is refused
            add(bank, NAMES[number])
    elif entry is not None and step == "withdraw":
        services.withdraw_entry(entry, reason="a mistake", acting=bank.staff)
    elif entry is not None and step == "end":
        services.edit_entry(
            entry, opinion="positive", note="", expires_at=now + timedelta(minutes=30), acting=bank.staff
        )
    elif entry is not None and step == "dispute" and not holds:
        services.dispute(entry, reason="perhaps", acting=bank.staff)
    elif entry is not None and step == "disable" and entry.content_id is not None:
        services.disable_content(entry.content, until=now + timedelta(minutes=30), acting=bank.staff)
    return now
