import numpy as np

from seawall.classify import LabelledTexts, Reason, choose_to_label, train_ranker

CANDIDATES = [
    f"carry the {thing} of the {who} today"
    for thing in ("bread", "word", "news", "cake", "lamp")
    for who in "abcdefghij"
]


def chosen(ranker, count, seed=1, candidates=CANDIDATES):
    return choose_to_label(ranker, candidates, count, np.random.default_rng(seed))


def test_a_tenth_is_an_audit_drawn_blindly(small_ranker):
    found = chosen(small_ranker, 20)
    assert len({one.row for one in found}) == 20
    assert sum(one.reason is Reason.AUDIT for one in found) == 2
    audits = {one.row for seed in range(60) for one in chosen(small_ranker, 5, seed) if one.reason is Reason.AUDIT}
    assert len(audits) > 25


def test_the_same_seed_chooses_the_same(small_ranker):
    assert chosen(small_ranker, 10) == chosen(small_ranker, 10)


def test_copies_are_not_asked_for_twice(small_ranker):
    found = chosen(
        small_ranker, 10, candidates=["carry the word today"] * 30 + ["lemon cake again", "police confirm it"]
    )
    uncertain = [one.row for one in found if one.reason is Reason.UNCERTAIN]
    assert len([row for row in uncertain if row < 30]) <= 1


def test_uncertain_texts_come_before_clear_ones(small_ranker):
    clear = ["lemon cake for the guests now friends"] * 200
    margins = small_ranker.score(CANDIDATES).scores
    assert len(margins)
    found = chosen(small_ranker, 6, candidates=[*CANDIDATES, *clear])
    assert all(one.row < len(CANDIDATES) for one in found if one.reason is Reason.UNCERTAIN)


def test_more_than_there_are_or_none_at_all(small_ranker):
    assert len(chosen(small_ranker, 500)) <= len(CANDIDATES)
    assert chosen(small_ranker, 0) == ()
    assert chosen(small_ranker, 5, candidates=[]) == ()


def test_a_silent_ranker_asks_at_random():
    silent = train_ranker(LabelledTexts.of(["a"], [0]))
    assert {one.reason for one in chosen(silent, 12)} == {Reason.AUDIT}
    assert len(chosen(silent, 12)) == 12
