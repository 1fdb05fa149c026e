"""What links keep of an account goes when the corpus lets it go; what was found replays all the same."""

from __future__ import annotations

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.replaying import replay
from seawall.desk.sources.services import ask_withdrawal
from seawall.desk.sources.work import perform

from .conftest import new_profile

pytestmark = pytest.mark.django_db


def test_a_withdrawn_batch_takes_names_and_sentences_out_of_links(keeper, put_in, analyst):
    batch = put_in("one.jsonl", accounts=[new_profile()])
    put_in("two.jsonl", accounts=[new_profile("real_lampkeeper3")])
    run_pass(acting=analyst)
    before = {link.account_id: link.probability for link in Link.objects.all()}
    assert len(before) == 2
    perform(ask_withdrawal(batch, reason="taken by mistake", acting=analyst).pk)
    gone = Link.objects.get(account_id="new-real_lampkeeper2")
    kept = Link.objects.get(account_id="new-real_lampkeeper3")
    assert (gone.handle, gone.name, gone.profile) == (None, None, {})
    assert {(row["sentence"], row["new"], row["closed"]) for row in gone.evidence} == {("", None, None)}
    assert (gone.state, gone.ended_because) == (LinkState.WITHDRAWN, "taken by mistake")
    assert replay(gone).probability == before[gone.account_id]
    assert (kept.state, kept.handle) == (LinkState.STANDS, "real_lampkeeper3")
    assert LedgerRow.objects.filter(event="links_erased").count() == 1
