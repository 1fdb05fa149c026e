"""A model moves by a training that somebody asked for, and by nothing else; old links replay under their old model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.linking import training_pairs
from seawall.desk.linking.asking import ask_linking, ask_retraining
from seawall.desk.linking.errors import LinkingRoleError, LinkingRunningError, TooFewJudgementsError
from seawall.desk.linking.evidence_rows import outcomes_of
from seawall.desk.linking.judged_pairs import engine_judgements
from seawall.desk.linking.kept_models import current_model, keep_model
from seawall.desk.linking.models import Judgement, Link, LinkModel, ModelOrigin
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.replaying import replay
from seawall.desk.linking.selectors import judgement_counts
from seawall.desk.linking.services import forget_links_of, judge_link, train_from_judgements, training, use_model
from seawall.desk.sources.models import Run
from seawall.desk.sources.work import perform
from seawall.identity.judgements import digest_of_judgements
from seawall.identity.models import load_model
from seawall.identity.models.pair_table import pair_table
from seawall.identity.portrait import Depth

from .conftest import CLOSED, closed_row, new_profile, stranger_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(sign, put_in, analyst, monkeypatch) -> list[Link]:
    """Links of which two pairs are judged the same and two different."""
    monkeypatch.setattr(training, "LEAST_OF_EACH", 2)
    invite = "https://pierchat.example/+w34R2gpgZyRYosIFeZ6"
    sign(closed_row(), closed_row("lampkeeper_", url=invite), *stranger_rows())
    put_in(accounts=[new_profile("real_lampkeeper2"), new_profile("real_lampkeeper3")])
    run_pass(acting=analyst)
    links = list(Link.objects.select_related("closed").order_by("closed", "account_id"))
    assert len(links) == 4
    for link in links:
        verdict = "same" if link.closed.account_id == "old-lampkeeper" else "different"
        judge_link(link, verdict, reason="so it looks", acting=analyst)
    return links


def test_a_judgement_alone_moves_no_model(judged, put_in, analyst):
    row, model = current_model()
    assert row.origin == ModelOrigin.SHIPPED
    assert model.label == load_model().label
    assert LinkModel.objects.count() == 1


def test_a_training_is_recorded_and_links_from_then_on(judged, officer):
    trained = train_from_judgements(acting=officer)
    row, model = current_model()
    assert (row, row.origin, row.made_by) == (trained, ModelOrigin.RETRAINED, officer)
    assert (model.label, row.sha256) == (row.label, model.digest)
    told = LedgerPayload.objects.get(row=LedgerRow.objects.get(event="link_model_trained")).opened()
    assert (told["sha256"], told["parent"]) == (row.sha256, load_model().label)
    assert told["facts"]["judgement_counts"] == {"same": 2, "different": 2, "unsure": 0}


def test_links_replay_under_the_model_that_made_them(judged, officer, analyst):
    train_from_judgements(acting=officer)
    _row, fresh = current_model()
    changed = 0
    for link in Link.objects.all():
        told = replay(link)
        assert (told.probability, told.low, told.high) == (link.probability, link.low, link.high)
        assert [part.bits for part in told.parts] != []
        weighed = fresh.weigh(outcomes_of(link.evidence), Depth(link.depth), fresh.prior(link.bank_size))
        changed += weighed.bits != told.bits
    assert changed
    run_pass(acting=analyst, everything=True)
    for link in Link.objects.all():
        assert replay(link).probability == link.probability


def test_the_same_judgements_train_the_same_model(judged, officer):
    first = train_from_judgements(acting=officer)
    use_model(first.parent, acting=officer)
    assert train_from_judgements(acting=officer) == first


def test_an_older_model_is_taken_into_use_again(judged, officer):
    trained = train_from_judgements(acting=officer)
    use_model(trained.parent, acting=officer)
    assert current_model()[0] == trained.parent
    assert LedgerRow.objects.filter(event="link_model_taken").count() == 1


def other_shipped() -> LinkModel:
    """Return an older model that an earlier Seawall shipped."""
    model = replace(load_model(), version=load_model().version + 40)
    return keep_model(model, origin=ModelOrigin.SHIPPED, facts={"training": "shipped"})


def test_an_older_shipped_model_that_somebody_chose_stays_in_use(officer):
    current_model()
    old = other_shipped()
    use_model(old, acting=officer)
    assert [current_model()[0] for _ in range(2)] == [old, old]
    assert LinkModel.objects.get(is_active=True) == old
    assert not LedgerRow.objects.filter(event="link_model_kept").exists()


def test_a_shipped_model_comes_in_by_itself_where_nobody_chose(db):
    old = other_shipped()
    LinkModel.objects.filter(pk=old.pk).update(is_active=True)
    assert current_model()[0].label == load_model().label
    assert LinkModel.objects.get(is_active=True).label == load_model().label


def test_a_shipped_model_is_kept_to_be_chosen_where_another_one_was_chosen(officer):
    old = other_shipped()
    use_model(old, acting=officer)
    assert [current_model()[0] for _ in range(2)] == [old, old]
    brought = LinkModel.objects.get(sha256=load_model().digest)
    assert not brought.is_active
    assert LedgerRow.objects.get(event="link_model_kept").subject == brought.ledger_subject
    use_model(brought, acting=officer)
    assert current_model()[0] == brought


def test_too_few_judgements_train_nothing(link, analyst, officer):
    judge_link(link, "same", reason="the invite", acting=analyst)
    counts = judgement_counts()
    assert (counts.same, counts.different, counts.least) == (1, 0, 20)
    with pytest.raises(TooFewJudgementsError):
        ask_retraining(acting=officer)
    assert not Run.objects.exists()


def test_a_judged_pair_that_was_compared_again_counts_once_by_its_newest_comparison(link, put_in, analyst):
    judge_link(link, "same", reason="the invite", acting=analyst)
    again = new_profile(bio="The beam turns again.", observed_at=CLOSED + timedelta(days=2))
    put_in("later.jsonl", accounts=[again])
    run_pass(acting=analyst)
    newest = Link.objects.get(replaces=link)
    _row, model = current_model()
    table, pairs, _size = training_pairs.candidate_pairs(model)
    assert pairs == [(link.key, link.closed.key)]
    assert len(table) == 1
    shown = pair_table(model.comparisons, [(outcomes_of(newest.evidence), Depth(newest.depth))])
    assert table.levels.tolist() == shown.levels.tolist()
    before = pair_table(model.comparisons, [(outcomes_of(link.evidence), Depth(link.depth))])
    assert table.levels.tolist() != before.levels.tolist()


def test_judged_pairs_come_first_where_there_are_too_many(judged, monkeypatch):
    monkeypatch.setattr(training_pairs, "_MOST_CANDIDATES", 2)
    Judgement.objects.exclude(link=judged[-1]).delete()
    _table, pairs, _size = training_pairs.candidate_pairs(current_model()[1])
    assert len(pairs) == 2
    assert (judged[-1].key, judged[-1].closed.key) in pairs


def test_counts_and_digest_are_of_the_judgements_that_were_learned_from(judged, officer, monkeypatch):
    monkeypatch.setattr(training, "LEAST_OF_EACH", 1)
    gone = judged[0].key
    forget_links_of([gone], acting=officer, because="erased in the corpus")
    counts = judgement_counts()
    assert (counts.same, counts.different) == (1, 1)
    used = [one for one in engine_judgements() if gone not in one.pair]
    facts = train_from_judgements(acting=officer).facts
    assert facts["judgement_counts"] == {"same": 1, "different": 1, "unsure": 0}
    assert facts["judgements"] == digest_of_judgements(used)
    assert facts["candidate_pairs"] == 2


def test_an_analyst_trains_nothing(judged, analyst):
    for step in (ask_retraining, train_from_judgements):
        with pytest.raises(LinkingRoleError):
            step(acting=analyst)


def test_a_training_runs_in_the_background(judged, officer):
    run = ask_retraining(acting=officer)
    with pytest.raises(LinkingRunningError):
        ask_retraining(acting=officer)
    perform(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FINISHED
    assert run.outcome["model"] == current_model()[0].label


def test_a_comparison_runs_in_the_background_and_the_next_one_finds_nothing(keeper, put_in, analyst):
    put_in(accounts=[new_profile()])
    run = ask_linking(acting=analyst)
    with pytest.raises(LinkingRunningError):
        ask_linking(acting=analyst)
    perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.outcome["stored"]) == (Run.State.FINISHED, 1)
    again = ask_linking(acting=analyst)
    perform(again.pk)
    again.refresh_from_db()
    assert (again.state, again.outcome["compared"]) == (Run.State.FINISHED, 0)
