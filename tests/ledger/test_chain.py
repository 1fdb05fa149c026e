"""A change, a removal, an insertion and a cut: each is noticed, at its row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.ledger import GENESIS, BrokenLink, Chain, seal_payload, verify_chain

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_rows(count):
    chain, rows = Chain(), []
    for number in range(count):
        sealed = seal_payload({"number": number}, salt=number.to_bytes(32, "big"))
        entry = chain.next_entry(
            at=NOON + timedelta(minutes=number),
            acting="staff:1",
            event="case_opened",
            subject=f"case:{number}",
            sealed=sealed,
        )
        rows.append((entry, entry.digest))
        chain = Chain(number=entry.number, head=entry.digest)
    return rows


def test_an_empty_ledger_ends_at_genesis():
    assert verify_chain([]) == Chain(number=0, head=GENESIS)


def test_an_untouched_ledger_verifies_to_its_head():
    rows = make_rows(5)
    assert verify_chain(rows) == Chain(number=5, head=rows[-1][1])


@given(
    position=st.integers(0, 4),
    change=st.sampled_from(
        [{"acting": "staff:2"}, {"event": "x"}, {"subject": "y"}, {"payload_digest": "0"}, {"at": NOON - timedelta(1)}]
    ),
)
def test_a_changed_field_is_noticed_at_its_row(position, change):
    rows = make_rows(5)
    entry, recorded = rows[position]
    rows[position] = (replace(entry, **change), recorded)
    assert verify_chain(rows) == BrokenLink(number=position + 1, reason="its fields were changed after it was written")


def test_a_changed_row_with_a_fresh_digest_breaks_the_next_link():
    rows = make_rows(3)
    forged = replace(rows[1][0], acting="staff:9")
    rows[1] = (forged, forged.digest)
    assert verify_chain(rows) == BrokenLink(number=3, reason="it does not continue the entry before it")


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_removed_row_is_noticed(gone):
    rows = make_rows(5)
    del rows[gone]
    broken = verify_chain(rows)
    assert isinstance(broken, BrokenLink)
    assert broken.number == gone + 1


def test_a_cut_at_the_end_is_noticed_by_a_head_kept_elsewhere():
    rows = make_rows(5)
    kept = verify_chain(rows)
    assert verify_chain(rows[:3]) == Chain(number=3, head=rows[2][1])
    assert isinstance(verify_chain(rows[:3], expected_head=kept), BrokenLink)
    assert verify_chain(rows, expected_head=Chain(number=3, head=rows[2][1])) == kept
