import pytest

from seawall.classify import LabelledTexts, UnsuitableLabelsError, evaluate, train_ranker


def test_suites_and_languages_are_counted_apart(small_ranker):
    texts = [
        "carry the word of the keepers now",
        "tell your brothers about the return",
        "police confirm the arrest",
        "cake",
    ]
    table = LabelledTexts.of(
        [*texts, "carry the word of the keepers again"], [1, 1, 0, 0, 0],
        suites=["", "", "news", "cakes", "news"], languages=["en"] * 5,
    )  # fmt: skip
    found = evaluate(small_ranker, table)
    rates = {one.suite: (one.raised_count, one.row_count) for one in found.at_operating_point}
    assert rates == {"news": (1, 2), "cakes": (0, 1), "news/en": (1, 2), "cakes/en": (0, 1)}
    assert found.recall == 1.0
    assert found.unseen_authors["row_count"] == 5
    assert 0 <= found.calibration_gap <= 1
    assert found.as_dict()["at_recall"][0]["suite"] == "cakes"


def test_without_a_text_labelled_one_nothing_is_measured(small_ranker):
    with pytest.raises(UnsuitableLabelsError, match="recall"):
        evaluate(small_ranker, LabelledTexts.of(["cake"], [0]))


def test_a_silent_ranker_is_not_measured():
    table = LabelledTexts.of(["cake", "carry"], [0, 1])
    with pytest.raises(UnsuitableLabelsError, match="silent"):
        evaluate(train_ranker(table), table)
