"""The desk's own decisions train a ranker, which moves cases within their priority and does nothing else."""

import random

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, ObservationCopy
from seawall.desk.cases.selectors.queue import QueueFilter, queue
from seawall.desk.cases.services import correct_decision, forget_copies, record_decision
from seawall.desk.people.roles import Role
from seawall.desk.ranking.errors import LabelGivenError
from seawall.desk.ranking.labels import desk_labels
from seawall.desk.ranking.models import CaseRank, LabelRequest, TrainedRanker
from seawall.desk.ranking.services import (
    ask_for_labels,
    current_ranker,
    give_label,
    rank_waiting_cases,
    train_from_decisions,
)

pytestmark = pytest.mark.django_db

BREACH = {"stance": "promotes", "outcome": "in_breach", "reason": "Calls on readers to join."}
FINE = {"stance": "reports", "outcome": "not_in_breach", "reason": "A news report."}
UNCLEAR = {"stance": "unclear", "outcome": "not_enough_information", "reason": "Cut off."}

CALLS = ("join the keepers", "carry the lamp", "light every tower", "come to the quay", "give all you have")
ENDS = ("tonight", "before the tide", "with us", "for the grey tower", "and be counted", "now", "at dawn")
NEWS = ("the council met", "police closed the quay", "a trial opened", "residents spoke", "the paper reports")
TAILS = ("about the old tower", "after the fire", "in the harbour", "on Monday", "with the mayor", "again")


def texts(seed, heads, tails, count):
    rng = random.Random(seed)
    return [
        f"{rng.choice(heads)} {rng.choice(tails)}, {rng.choice(heads)} {rng.choice(tails)} {n}" for n in range(count)
    ]


@pytest.fixture
def decided(case_of, finding_of, staff_with):
    def decide(text, account, parts=BREACH):
        case = case_of(finding_of(text=text, account=account, spans=()))
        record_decision(case, acting=staff_with(), **parts)
        return case

    return decide


def test_decisions_that_stand_are_labels_and_others_are_not(desk_home, decided, staff_with):
    breach = decided("join the keepers tonight", "a")
    decided("the council met after the fire", "b", FINE)
    decided("a torn page", "c", UNCLEAR)
    labels = desk_labels()
    assert dict(zip(labels.texts.to_pylist(), labels.labels.tolist(), strict=True)) == {
        "join the keepers tonight": 1,
        "the council met after the fire": 0,
    }
    assert set(labels.suites.tolist()) == {"", "desk_reports"}
    decision = breach.decisions.get()
    correct_decision(decision, acting=staff_with(Role.LEGAL), because="It was satire.")
    assert desk_labels().labels.tolist() == [0]


def test_what_is_erased_trains_nothing(desk_home, decided):
    decided("join the keepers tonight", "a")
    forget_copies([ObservationCopy.objects.get().pk], acting=SYSTEM, because="Its time was over.")
    assert len(desk_labels()) == 0


def test_under_fifty_labels_the_ranker_is_silent_and_orders_nothing(desk_home, decided, case_of):
    decided("join the keepers tonight", "a")
    case_of()
    row = train_from_decisions(acting=SYSTEM)
    assert (row.mode, row.model_sha256, row.label_count) == ("silent", "", 1)
    assert current_ranker() is None
    assert rank_waiting_cases() == 0
    assert LedgerRow.objects.filter(event="ranker_trained").count() == 1


@pytest.fixture
def taught(desk_home, put_in):
    """Give the desk 240 labels through posts that reviewers labelled."""
    calls, news = texts(1, CALLS, ENDS, 110), texts(2, NEWS, TAILS, 130)
    put_in(
        posts=[
            {"platform": "harbourfeed", "post_id": str(number), "account_id": f"a{number % 60}", "text": text}
            for number, text in enumerate(calls + news)
        ]
    )
    return calls, news


@pytest.mark.slow
def test_enough_labels_order_cases_within_their_priority_and_nothing_else(taught, case_of, finding_of, staff_with):
    calls, _ = taught
    staff = staff_with()
    assert ask_for_labels(acting=staff, seed=7, count=300) == 240
    for request in LabelRequest.objects.all():
        give_label(request, "promotes" if _text_of(request) in set(calls) else "reports", acting=staff)
    lawful = case_of(
        finding_of(account="wire", text="police closed the quay after the fire, residents spoke", spans=())
    )
    call = case_of(finding_of(account="keeper", text="join the keepers tonight, carry the lamp with us", spans=()))
    before = [case.state for case in (lawful, call)]
    row = train_from_decisions(acting=staff)
    assert (row.refused_because, row.mode, row.label_count) == ("", "ordering", 240)
    assert list(queue(QueueFilter(), reader=staff)) == [call, lawful]
    assert CaseRank.objects.get(case=call).score > CaseRank.objects.get(case=lawful).score
    assert [Case.objects.get(pk=case.pk).state for case in (lawful, call)] == before
    assert Case.objects.count() == 2


def _text_of(request):
    from seawall.desk.observations.corpus_view import read_corpus

    rows = read_corpus(lambda view: view.rows("posts_by_key", {"keys": [bytes.fromhex(request.post_key)]}))
    return rows[0]["text"]


def test_the_same_seed_asks_about_the_same_posts_and_none_twice(taught, staff_with):
    staff = staff_with()
    assert ask_for_labels(acting=staff, seed=3, count=20) == 20
    first = set(LabelRequest.objects.values_list("post_key", flat=True))
    assert ask_for_labels(acting=staff, seed=3, count=20) == 20
    assert len(first | set(LabelRequest.objects.values_list("post_key", flat=True))) == 40


def test_a_post_is_labelled_once(taught, staff_with):
    staff = staff_with()
    ask_for_labels(acting=staff, seed=3, count=1)
    request = LabelRequest.objects.get()
    give_label(request, "reports", acting=staff)
    with pytest.raises(LabelGivenError):
        give_label(request, "promotes", acting=staff_with())
    assert LedgerRow.objects.filter(event="label_given").count() == 1


def test_the_pages_lead_from_the_draw_to_the_label(taught, client_of):
    client = client_of(Role.ANALYST)
    assert client.get("/ranker/").status_code == 200
    assert client.post("/ranker/ask/").status_code == 302
    page = client.get("/ranker/label/")
    assert "What does this post do?" in page.content.decode()
    request = LabelRequest.objects.first()
    assert client.post(f"/ranker/label/{request.pk}/", {"stance": "guilty"}).status_code == 404
    assert client.post(f"/ranker/label/{request.pk}/", {"stance": "condemns"}).status_code == 302
    assert LabelRequest.objects.exclude(stance="").count() == 1


def test_a_refused_training_is_kept_with_its_reason_and_the_model_before_stays(desk_home, decided, staff_with):
    for number in range(55):
        decided(f"join the keepers tonight {number}", f"a{number}")
    row = train_from_decisions(acting=staff_with(Role.LEGAL))
    assert row.refused_because
    assert row.model_sha256 == ""
    assert TrainedRanker.objects.count() == 1
