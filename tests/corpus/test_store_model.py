"""The store against a plain dictionary: any order of appends, withdrawals, erasures, retention and compaction."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawall.corpus import RetentionRule, open_corpus
from seawall.testing.observations import ACQUIRED_AT, append_rows, origin

NAMES = ("monday", "tuesday", "wednesday")
ACCOUNTS = ("1", "2", None)
POSTS = st.tuples(st.sampled_from([None, "a", "b", "c"]), st.sampled_from(ACCOUNTS), st.sampled_from(["lamps", "sea"]))
STEPS = st.one_of(
    st.tuples(st.just("append"), st.sampled_from(NAMES), st.lists(POSTS, max_size=12)),
    st.tuples(st.just("append"), st.sampled_from(NAMES), st.lists(POSTS, max_size=12)),
    st.tuples(st.just("finish"), st.sampled_from(NAMES)),
    st.tuples(st.just("withdraw"), st.sampled_from(NAMES)),
    st.tuples(st.just("erase_account"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("erase_post"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("retain"), st.sampled_from(NAMES)),
    st.tuples(st.just("compact")),
)


class Model:
    """What the store should hold, in dictionaries; a batch is its running number."""

    def __init__(self):
        self.batches = []  # [name, state, Counter of id-less posts]
        self.seen = {}  # key -> {batch number}
        self.owner = {}  # key -> batch number

    def running(self, name):
        for number, (batch_name, state, _) in enumerate(self.batches):
            if (batch_name, state) == (name, "running"):
                return number
        self.batches.append([name, "running", Counter()])
        return len(self.batches) - 1

    def append(self, name, posts):
        number = self.running(name)
        stored = 0
        for post in posts:
            key = post
            if post[0] is None:
                occurrences = self.batches[number][2]
                key = (*post, occurrences[post])
                occurrences[post] += 1
            stored += key not in self.owner
            self.owner.setdefault(key, number)
            self.seen.setdefault(key, set()).add(number)
        return stored, len(posts) - stored

    def release(self, numbers, state):
        for number in numbers:
            self.batches[number][1] = state
        for key in list(self.seen):
            self.seen[key] -= set(numbers)
            if not self.seen[key]:
                del self.seen[key], self.owner[key]
            elif self.owner[key] in numbers:
                self.owner[key] = min(self.seen[key])

    def erase(self, chosen):
        for key in [key for key in self.owner if chosen(key)]:
            del self.seen[key], self.owner[key]

    def rows(self):
        return Counter((key[0], key[1], key[2], number) for key, number in self.owner.items())


def run_step(store, model, step):
    kind, *details = step
    with store.write() as writer:
        if kind == "append":
            name, posts = details
            batch = writer.open_batch(origin(name, source=name))
            rows = [{"post_id": post_id, "account_id": account, "text": text} for post_id, account, text in posts]
            assert append_rows(batch, posts=rows) == {"posts": model.append(name, posts)}
        elif kind == "finish":
            number = model.running(details[0])
            model.batches[number][1] = "finished"
            writer.open_batch(origin(details[0], source=details[0])).finish()
        elif kind == "withdraw":
            numbers = [number for number, batch in enumerate(model.batches) if batch[0] == details[0]][-1:]
            for number in numbers:
                writer.withdraw_batch(f"b{number + 1:06d}")
            model.release(numbers, "withdrawn")
        elif kind == "erase_account":
            writer.erase_account("harbourfeed", details[0])
            model.erase(lambda key: key[1] == details[0])
        elif kind == "erase_post":
            writer.erase_post("harbourfeed", details[0])
            model.erase(lambda key: key[0] == details[0])
        elif kind == "retain":
            rule = RetentionRule(source=details[0], keep=timedelta(0))
            writer.apply_retention([rule], ACQUIRED_AT)
            due = [
                number
                for number, (name, state, _) in enumerate(model.batches)
                if name == details[0] and state in {"running", "finished"}
            ]
            model.release(due, "expired")
        else:
            writer.compact()


def held(store):
    snapshot = store.snapshot()
    columns = ["post_id", "account_id", "text", "batch", "source"]
    rows = Counter()
    sources = {batch.batch_id: batch.origin.source for batch in snapshot.batches}
    for piece in snapshot.scan("posts", columns):
        for row in piece.to_pylist():
            assert row["source"] == sources[row["batch"]]
            rows[row["post_id"], row["account_id"], row["text"], int(row["batch"][1:7]) - 1] += 1
    assert snapshot.row_count("posts") == rows.total()
    return rows


def run_all(steps):
    with tempfile.TemporaryDirectory() as folder:
        store, model = open_corpus(Path(folder) / "corpus"), Model()
        for step in steps:
            run_step(store, model, step)
            assert held(store) == model.rows(), step
        assert store.verify() == ()
        if steps:
            states = [batch.state for batch in store.snapshot().batches]
            assert states == [state for _, state, _ in model.batches]


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=8))
def test_the_store_agrees_with_a_dictionary(steps):
    run_all(steps)


@pytest.mark.slow
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=25))
def test_the_store_agrees_with_a_dictionary_at_length(steps):
    run_all(steps)
