"""Findings are stored once each, whatever is handed in and how often."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Finding, ObservationCopy, Receipt
from seawall.desk.cases.records import MediaRecord
from seawall.desk.cases.services import receive_findings
from seawall.evidence import Evidence

pytestmark = pytest.mark.django_db


def test_a_delivery_is_stored_with_everything_the_reviewer_must_see(finding_of):
    picture = MediaRecord(media_id="sha256:" + "0" * 64, media_type="image/png", description="a drawn lighthouse")
    finding = finding_of(media=(picture,))
    assert receive_findings([finding], acting=SYSTEM).new == 1
    stored = Finding.objects.select_related("observation", "receipt").get()
    assert stored.observation.parts == {"text": "Tonight the lamps return. Follow the grey lighthouse."}
    assert stored.observation.media[0]["description"] == "a drawn lighthouse"
    assert stored.spans == [[8, 24]]
    assert stored.evidence[0]["detail"] == "The same words stand in both."
    assert stored.receipt.finding_count == 1
    assert LedgerRow.objects.filter(event="findings_received", subject=f"receipt:{stored.receipt_id}").count() == 1


def test_the_same_delivery_again_writes_nothing(finding_of):
    findings = [finding_of() for _ in range(5)]
    receive_findings(findings, acting=SYSTEM)
    rows = LedgerRow.objects.count()
    again = receive_findings(findings, acting=SYSTEM)
    assert (again.new, again.repeats) == (0, 5)
    assert LedgerRow.objects.count() == rows
    assert Receipt.objects.count() == 1


def test_two_findings_about_one_post_share_one_copy(finding_of):
    receive_findings([finding_of(post="one"), finding_of(post="one", entry_id="slogan-2")], acting=SYSTEM)
    assert ObservationCopy.objects.count() == 1
    assert Finding.objects.count() == 2


def test_who_hands_in_is_kept(finding_of, staff_with):
    staff = staff_with()
    receive_findings([finding_of()], acting=staff)
    assert Receipt.objects.get().received_by == staff


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"score": 1.5}, "between 0 and 1"),
        ({"score": float("nan")}, "between 0 and 1"),
        ({"because": "  "}, "say why"),
        ({"opinion": "hostile"}, "unknown opinion"),
        ({"account": ""}, "account_id"),
        ({"account": "a" * 501}, "account_id"),
        ({"account": "nul\x00"}, "account_id"),
        ({"platform": "p" * 201}, "platform"),
        ({"key": "k" * 65}, "key"),
        ({"evidence": (Evidence(feature="x", weight=float("inf"), detail="…"),)}, "no number"),
    ],
)
def test_an_unfit_finding_is_refused_with_its_reason_and_the_others_go_through(finding_of, parts, words):
    received = receive_findings([finding_of(), finding_of(**parts), finding_of()], acting=SYSTEM)
    assert (received.new, received.repeats, len(received.refused)) == (2, 0, 1)
    assert words in received.refused[0].reason


def test_nul_and_lone_surrogates_are_replaced_one_for_one(finding_of):
    receive_findings([finding_of(text="a\x00b\ud800c the lamps", spans=((6, 15),))], acting=SYSTEM)
    copy = ObservationCopy.objects.get()
    assert copy.parts["text"] == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c the lamps"
    assert copy.parts["text"][6:15] == "the lamps"


def test_a_span_outside_the_text_is_left_out(finding_of):
    receive_findings([finding_of(text="short", spans=((0, 5), (3, 99), (4, 2), (-1, 2)))], acting=SYSTEM)
    assert Finding.objects.get().spans == [[0, 5]]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.integers(0, 12), max_size=30))
def test_new_repeats_and_refused_always_sum_to_what_was_handed_in(finding_of, numbers):
    Finding.objects.all().delete()
    findings = [finding_of(key=f"k{n}", score=2.0 if n == 5 else 0.5) for n in numbers]
    first = receive_findings(findings, acting=SYSTEM)
    again = receive_findings(findings, acting=SYSTEM)
    fit = {n for n in numbers if n != 5}
    assert first.new + first.repeats + len(first.refused) == len(numbers)
    assert first.new == len(fit) == Finding.objects.count()
    assert again.new == 0
    assert again.repeats == len(numbers) - len(first.refused)


@pytest.mark.slow
def test_ten_thousand_findings_are_received_at_once(finding_of):
    findings = [finding_of(account=f"a{n % 3000}", post=f"p{n // 2}") for n in range(10_000)]
    assert receive_findings(findings, acting=SYSTEM).new == 10_000
