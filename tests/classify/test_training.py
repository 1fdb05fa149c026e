import dataclasses

import numpy as np
import pytest

from seawall.classify import (
    PACKS,
    LabelledTexts,
    Mode,
    ModelRefusedError,
    TrainingOptions,
    UnsuitableLabelsError,
    benign_packs,
    ranker_octets,
    read_ranker,
    train_ranker,
)
from seawall.classify.benign_build import ROWS_PER_PACK, build_rows
from seawall.classify.benign_packs import _written
from seawall.classify.linear_views import fit_views, row_weights
from seawall.classify.suite_gate import FEWEST_ROWS
from seawall.classify.text_features import feature_rows
from seawall.classify.training import _Corpus, _folds, _leave_suites_out, margin_at_recall, quiet_margin


def test_fewer_than_fifty_labels_give_a_silent_ranker():
    table = LabelledTexts.of(["carry the word"] * 24 + ["lemon cake"] * 25, [1] * 24 + [0] * 25)
    ranker = train_ranker(table)
    assert ranker.mode is Mode.SILENT
    ranked = ranker.score(["carry the word", "lemon cake"])
    assert ranked.scores is None
    assert not ranked.raised.any()
    assert ranker.explain("carry the word").score is None


def test_enough_labels_of_one_class_alone_are_refused():
    with pytest.raises(UnsuitableLabelsError, match="at least 10 of each"):
        train_ranker(LabelledTexts.of(["carry the word"] * 60, [1] * 55 + [0] * 5))


def test_a_stance_that_never_raises_cannot_be_labelled_one():
    with pytest.raises(UnsuitableLabelsError, match="never raised"):
        LabelledTexts.of(["police report the slogan"], [1], stances=["reports"])


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(UnsuitableLabelsError, match="authors"):
        LabelledTexts.of(["a", "b"], [1, 0], authors=["x"])


def test_the_packs_are_what_their_grammar_gives():
    written = _written().decode("utf-8")
    for text, pack, language, frame in list(build_rows())[:: ROWS_PER_PACK // 3]:
        assert f",{pack},{language},{frame}\n" in written
        assert text.replace('"', '""') in written
    packs = benign_packs()
    assert len(packs) == len(PACKS) * 3 * ROWS_PER_PACK
    assert not packs.labels.any()


def test_no_option_of_the_training_names_the_packs():
    assert not [one.name for one in dataclasses.fields(TrainingOptions) if "pack" in one.name or "benign" in one.name]


def test_each_benign_suite_weighs_the_same_and_both_classes_too():
    labels = np.array([1] * 5 + [0] * 100 + [0] * 10, np.int8)
    suites = np.array([""] * 5 + ["news"] * 100 + ["prayers"] * 10, object)
    weights = row_weights(labels, suites)
    assert weights[labels == 1].sum() == pytest.approx(weights[labels == 0].sum())
    assert weights[suites == "news"].sum() == pytest.approx(weights[suites == "prayers"].sum())


def test_folds_keep_an_author_together(small_table):
    folds = _folds(small_table, 1)
    for author in set(small_table.authors.tolist()):
        assert len(set(folds[small_table.authors == author].tolist())) == 1
    assert set(folds.tolist()) == set(range(5))


def test_what_one_author_alone_writes_never_speaks_for_raising():
    texts = ["zyxqv carry on"] * 8 + ["carry the word home"] * 8 + ["bread and cake"] * 16
    authors = ["one"] * 8 + ["two", "three"] * 4 + [f"b{n}" for n in range(16)]
    table = LabelledTexts.of(texts, [1] * 16 + [0] * 16, authors=authors)
    views = fit_views(
        feature_rows(table.texts), labels=table.labels, authors=table.authors, suites=table.suites, strength=3.0, seed=1
    )
    weights = dict(zip(views.buckets.tolist(), views.weights.tolist(), strict=True))
    alone = feature_rows(LabelledTexts.of(["zyxqv"], [1]).texts).buckets
    assert max(weights.get(bucket, 0.0) for bucket in alone.tolist()) <= 0


def test_points_of_recall_and_quiet():
    margins = np.array([4.0, 3.0, 2.0, 1.0])
    assert margin_at_recall(margins, 0.5) == 3.0
    assert margin_at_recall(np.full(4, -np.inf), 0.5) == np.inf
    rows = LabelledTexts.of(["a"] * 4, [0, 0, 0, 1], suites=["s", "s", "t", ""])
    assert quiet_margin(margins, rows) == np.nextafter(4.0, 5.0)


@pytest.mark.slow
def test_a_ranker_learns_stance_on_unseen_authors(ranker, posts):
    ranked = ranker.score(posts["text"])
    wanted = np.array(posts["wanted"].to_pylist())
    assert ranker.mode is Mode.ORDERING
    assert ranked.raised[wanted].mean() > 0.5
    assert ranked.raised[~wanted].mean() < 0.001
    large = [rate for rate in ranker.facts["author_disjoint"] if rate["row_count"] >= FEWEST_ROWS]
    assert len(large) >= len(PACKS)
    assert all(rate["upper_bound"] <= 0.01 for rate in large)


@pytest.mark.slow
def test_training_again_gives_the_same_file(ranker, table, tmp_path):
    from seawall.classify import make_key

    key = make_key(tmp_path / "key")
    again = train_ranker(table)
    assert ranker_octets(again, key) == ranker_octets(ranker, key)
    read = read_ranker(ranker_octets(ranker, key), key)
    texts = table.texts.slice(0, 50)
    assert read.score(texts).scores.tolist() == ranker.score(texts).scores.tolist()


@pytest.mark.slow
def test_a_ranker_that_raises_news_is_refused_with_the_numbers(table):
    raised = table.texts.filter(table.labels == 1).to_pylist()
    spoilt = LabelledTexts.of(
        table.texts.to_pylist() + raised,
        table.labels.tolist() + [0] * len(raised),
        authors=table.authors.tolist() + [f"desk {n}" for n in range(len(raised))],
        suites=table.suites.tolist() + ["harbour wire"] * len(raised),
    )
    with pytest.raises(ModelRefusedError, match="harbour wire") as refused:
        train_ranker(spoilt)
    assert "upper bound" in refused.value.message
    assert refused.value.rates[0].raised_count > 0


@pytest.mark.slow
def test_a_shadow_ranker_scores_and_raises_nothing(posts):
    from seawall.classify import mode_of

    wanted = np.array(posts["wanted"].to_pylist())
    rows = np.concatenate([np.flatnonzero(wanted)[:80], np.flatnonzero(~wanted)[:80]])
    chosen = posts.take(rows)
    table = LabelledTexts.of(
        chosen["text"].to_pylist(), [1] * 80 + [0] * 80, authors=chosen["actor"].to_pylist(), suites=[""] * 160
    )
    ranker = train_ranker(table, TrainingOptions(cap=0.5))
    assert ranker.mode is Mode.SHADOW is mode_of(label_count=160, benign_count=80)
    ranked = ranker.score(chosen["text"])
    assert ranked.scores is not None
    assert not ranked.raised.any()
    assert ranker.would_raise(chosen["text"].combine_chunks())[:80].any()


def test_a_suite_left_out_is_weighed_by_a_model_that_never_saw_it(small_table):
    suites = np.array(["" if label else f"s{row % 2}" for row, label in enumerate(small_table.labels)], object)
    rows = dataclasses.replace(small_table, suites=suites)
    corpus = _Corpus(rows=rows, features=feature_rows(rows.texts), own=np.ones(len(rows), np.bool_))
    told = []
    found = _leave_suites_out(corpus, TrainingOptions(), 0.0, told.append)
    assert [(rate.suite, rate.row_count, rate.raised_count) for rate in found] == [("s0", 24, 0), ("s1", 24, 0)]
    assert told == ["without s0", "without s1"]
