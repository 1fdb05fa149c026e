"""A text is weighed once for each ranker, and a case ranks by the weightiest text that stands."""

import numpy as np
import pytest

from seawall.classify import Mode
from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, Finding, ObservationCopy
from seawall.desk.cases.services import forget_copies
from seawall.desk.ranking.models import CaseRank, TextScore, TrainedRanker
from seawall.desk.ranking.scoring import rank_cases, score_new_texts

pytestmark = pytest.mark.django_db


class Weigher:
    """A ranker whose score is the share of the letter "a", and which notes what it was asked."""

    def __init__(self):
        self.asked = []

    def score(self, texts):
        self.asked += texts
        shares = np.array([text.count("a") / len(text) for text in texts])
        return type("Ranked", (), {"scores": shares, "unknown_shares": np.zeros(len(texts))})


def training():
    return TrainedRanker.objects.create(
        trained_at=utc_now(), mode=Mode.ORDERING.value, label_count=240, benign_count=130, data_sha256="0" * 64
    )


def test_a_text_is_weighed_once_and_new_ones_when_they_come(case_of, finding_of):
    row, weigher = training(), Weigher()
    case_of(finding_of(account="a", text="aaab"))
    assert score_new_texts(row, weigher) == 1
    assert score_new_texts(row, weigher) == 0
    case_of(finding_of(account="b", text="abbb"))
    assert score_new_texts(row, weigher) == 1
    assert weigher.asked == ["aaab", "abbb"]


def test_a_new_ranker_weighs_every_text_anew(case_of, finding_of):
    weigher = Weigher()
    case_of(finding_of(account="a", text="aaab"))
    first, second = training(), training()
    score_new_texts(first, weigher)
    assert score_new_texts(second, weigher) == 1
    assert TextScore.objects.get().ranker == second


def test_a_case_ranks_by_its_weightiest_text_that_stands(case_of, finding_of):
    row = training()
    case = case_of(finding_of(account="a", text="aaab"), finding_of(account="a", text="abbb"))
    score_new_texts(row, Weigher())
    assert rank_cases(row) == 1
    assert CaseRank.objects.get(case=case).score == 0.75
    assert rank_cases(row) == 0
    Finding.objects.filter(observation__parts__text="aaab").update(
        withdrawn_at=utc_now(), withdrawn_because="The entry is gone."
    )
    assert rank_cases(row) == 1
    assert CaseRank.objects.get(case=case).score == 0.25


def test_the_score_of_an_erased_text_goes_with_it(case_of, finding_of):
    row = training()
    case_of(finding_of(account="a", text="aaab"))
    score_new_texts(row, Weigher())
    forget_copies([ObservationCopy.objects.get().pk], acting=SYSTEM, because="Its time was over.")
    score_new_texts(row, Weigher())
    assert TextScore.objects.count() == 0


def test_the_work_of_a_scan_without_news_does_not_grow_with_the_cases(case_of, finding_of, django_assert_num_queries):
    row = training()

    def queries():
        score_new_texts(row, Weigher())
        rank_cases(row)
        with django_assert_num_queries(6):
            score_new_texts(row, Weigher())
            rank_cases(row)

    case_of(finding_of(account="a", text="aaab"))
    queries()
    for number in range(5):
        case_of(finding_of(account=f"b{number}", text=f"abb{number}"))
    queries()
    assert CaseRank.objects.count() == Case.objects.count() == 6
