from datetime import timedelta

import pytest

from seawall.corpus import RetentionRule, RetentionRuleError, open_corpus
from seawall.testing.observations import ACQUIRED_AT, append_rows, origin

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        for age, source in ((100, "feed"), (40, "tips"), (5, "tips"), (5, "feed")):
            acquired_at = ACQUIRED_AT - age * DAY
            batch = writer.open_batch(origin(f"{source} {age}", source=source, acquired_at=acquired_at))
            append_rows(batch, posts=[{"post_id": f"{source} {age}"}, {"post_id": "seen by all"}])
            batch.finish()
    return store


def left(store, *rules, now=ACQUIRED_AT):
    with store.write() as writer:
        writer.apply_retention(rules, now)
    rows = [row for piece in store.snapshot().scan("posts") for row in piece.to_pylist()]
    assert store.verify() == ()
    return {row["post_id"]: row["source"] for row in rows}


def test_what_is_older_than_the_rule_goes(store):
    assert left(store, RetentionRule(keep=30 * DAY)) == {"tips 5": "tips", "feed 5": "feed", "seen by all": "tips"}
    states = [batch.state for batch in store.snapshot().batches]
    assert states == ["expired", "expired", "finished", "finished"]


def test_a_rule_that_names_a_source_stands_before_the_general_one(store):
    rules = (RetentionRule(keep=30 * DAY), RetentionRule(source="feed", keep=365 * DAY))
    assert left(store, *rules) == {"feed 100": "feed", "tips 5": "tips", "feed 5": "feed", "seen by all": "feed"}


def test_a_source_can_be_forgotten_wholly(store):
    rule = RetentionRule(source="feed", keep=timedelta(0))
    assert left(store, rule) == {"tips 40": "tips", "tips 5": "tips", "seen by all": "tips"}


def test_the_time_is_over_on_the_very_moment(store):
    rule = RetentionRule(keep=5 * DAY)
    assert len(left(store, rule, now=ACQUIRED_AT - timedelta(microseconds=1))) == 3
    assert left(store, rule) == {}


def test_no_rule_and_rules_for_other_sources_let_nothing_go(store):
    version = store.snapshot().version
    assert len(left(store)) == len(left(store, RetentionRule(source="elsewhere", keep=DAY))) == 5
    assert store.snapshot().version == version


def test_impossible_rules_and_a_naive_moment_are_refused(store):
    for keep, source in ((timedelta(0), None), (-DAY, "feed")):
        with pytest.raises(RetentionRuleError):
            RetentionRule(keep=keep, source=source)
    with pytest.raises(RetentionRuleError, match="same source"):
        left(store, RetentionRule(keep=DAY), RetentionRule(keep=2 * DAY))
    with pytest.raises(ValueError, match="naive"):
        left(store, RetentionRule(keep=DAY), now=ACQUIRED_AT.replace(tzinfo=None))
