"""What suddenly matches much is in quarantine before a case is opened, and says so; a release is remembered."""

from __future__ import annotations

import pytest

from seawall.desk.banks.drafts import EntryDraft
from seawall.desk.banks.models import Hold
from seawall.desk.banks.services import add_entry, release_hold
from seawall.desk.cases.models import Case, Finding
from seawall.desk.sources.services import run_scan

pytestmark = pytest.mark.django_db

FLOOD = "https://flood.example/everybody"
KNOWN = "https://lamps.example/few"


@pytest.fixture
def posts(put_in):
    """Put in 60 accounts that link to one address, and 3 that link to another."""
    everybody = [{"post_id": f"f{n}", "account_id": f"f{n}", "text": f"see {FLOOD} {n}"} for n in range(60)]
    few = [{"post_id": f"k{n}", "account_id": f"k{n}", "text": f"see {KNOWN} {n}"} for n in range(3)]
    put_in(posts=everybody + few)


def test_a_flood_opens_no_case_and_the_others_do(bank, analyst, posts):
    flood = add_entry(bank, EntryDraft(signal_type="url", value=FLOOD), acting=analyst)
    add_entry(bank, EntryDraft(signal_type="url", value=KNOWN), acting=analyst)
    outcome = run_scan(analyst)
    assert Case.objects.count() == outcome.cases == 3
    hold = Hold.objects.get()
    assert (hold.kind, hold.entry, hold.placed_by) == ("quarantined", flood, None)
    assert hold.figures["accounts"] == 60
    held = Finding.objects.filter(entry_id=flood.entry_id, withdrawn_at__isnull=True)
    assert held.count() == 60
    assert not held.filter(raised=True).exists()
    assert "more than one in 200" in held.first().because


def test_a_released_flood_raises_and_is_not_quarantined_again(bank, analyst, posts):
    add_entry(bank, EntryDraft(signal_type="url", value=FLOOD), acting=analyst)
    run_scan(analyst)
    release_hold(Hold.objects.get(), reason="a campaign of theirs", acting=analyst)
    run_scan(analyst)
    assert Case.objects.count() == 60
    run_scan(analyst)
    assert Hold.objects.count() == 1
