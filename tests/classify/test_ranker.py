import numpy as np
import pyarrow as pa
import pytest

from seawall.classify import Mode, Ranker


def test_scores_lie_between_nought_and_one_and_follow_the_margin(small_ranker):
    ranked = small_ranker.score(["carry the word of the keepers now", "police confirm the arrest", "", None])
    assert ((ranked.scores >= 0) & (ranked.scores <= 1)).all()
    assert ranked.scores[0] > ranked.scores[1]
    assert ranked.raised.tolist() == [True, False, False, False]
    assert ranked.scores[0] >= small_ranker.operating_score > ranked.scores[1]


def test_a_text_of_too_little_substance_is_never_raised(small_ranker):
    ranked = small_ranker.score(["keepers"])
    assert not ranked.raised[0]
    assert ranked.scores[0] < small_ranker.operating_score


def test_lone_surrogates_and_long_texts_are_scored(small_ranker):
    ranked = small_ranker.score(["\ud800 carry the word", "\u0301" * 1_000_000, "carry the word " * 50_000])
    assert np.isfinite(ranked.scores).all()


def test_arrow_columns_and_lists_score_alike(small_ranker):
    texts = ["carry the word of the keepers", "lemon cake for the guests"] * 3_000
    listed = small_ranker.score(texts).scores
    arrow = small_ranker.score(pa.chunked_array([texts[:1], texts[1:]], pa.large_string())).scores
    assert np.array_equal(listed, arrow)
    assert len(small_ranker.score([]).scores) == 0


@pytest.mark.parametrize(("mode", "raises"), [(Mode.SILENT, 0), (Mode.SHADOW, 0), (Mode.ORDERING, 1)])
def test_only_a_ranker_that_may_order_raises(small_ranker, mode, raises):
    ranker = Ranker(views=small_ranker.views, calibration=small_ranker.calibration, operating_margin=0.5, mode=mode)
    assert ranker.score(["carry the word of the keepers now"]).raised.sum() == raises


def test_a_text_of_identity_words_scores_like_an_empty_one(small_ranker):
    scores = small_ranker.score(["Muslim women, Iraq", "المسلمات العراقيات", "", "mujeres musulmanas"]).scores
    assert len(set(scores.tolist())) == 1
