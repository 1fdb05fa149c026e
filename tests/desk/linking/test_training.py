"""A model moves by a training that somebody asked for, and by nothing else; old links replay under their old model."""

from __future__ import annotations

import pytest

from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.linking.asking import ask_linking, ask_retraining
from seawall.desk.linking.errors import LinkingRoleError, LinkingRunningError, TooFewJudgementsError
from seawall.desk.linking.evidence_rows import outcomes_of
from seawall.desk.linking.kept_models import current_model
from seawall.desk.linking.models import Link, LinkModel, ModelOrigin
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.replaying import replay
from seawall.desk.linking.selectors import judgement_counts
from seawall.desk.linking.services import judge_link, train_from_judgements, training, use_model
from seawall.desk.sources.models import Run
from seawall.desk.sources.work import perform
from seawall.identity.models import load_model
from seawall.identity.portrait import Depth

from .conftest import closed_row, new_profile, stranger_rows

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


def test_too_few_judgements_train_nothing(link, analyst, officer):
    judge_link(link, "same", reason="the invite", acting=analyst)
    counts = judgement_counts()
    assert (counts.same, counts.different, counts.least) == (1, 0, 20)
    with pytest.raises(TooFewJudgementsError):
        ask_retraining(acting=officer)
    assert not Run.objects.exists()


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
