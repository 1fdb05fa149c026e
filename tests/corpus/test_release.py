import pytest

from seawall.corpus import BatchClosedError, UnknownBatchError, open_corpus
from seawall.testing.observations import ACQUIRED_AT, append_rows, origin

SHARED = {"post_id": "1", "text": "the lamps return"}
OWN = {"post_id": "2", "text": "only in the first file"}


@pytest.fixture
def store(tmp_path):
    return open_corpus(tmp_path / "corpus")


def rows(store):
    return [row for piece in store.snapshot().scan("posts") for row in piece.to_pylist()]


def test_a_row_that_another_batch_saw_passes_on_to_it_whole(store):
    with store.write() as writer:
        first = writer.open_batch(origin("a", source="tip"))
        append_rows(first, posts=[SHARED, OWN])
        second = writer.open_batch(origin("b", source="feed", acquired_at=ACQUIRED_AT.replace(month=4)))
        append_rows(second, posts=[SHARED])
        append_rows(writer.open_batch(origin("c", source="late")), posts=[SHARED])
        released = writer.withdraw_batch(first.batch_id)
    assert released.batch_ids == (first.batch_id,)
    assert (released.removed["posts"], released.handed_on["posts"]) == (1, 1)
    (row,) = rows(store)
    assert (row["text"], row["batch"], row["source"]) == (SHARED["text"], second.batch_id, "feed")
    assert row["acquired_at"] == ACQUIRED_AT.replace(month=4)
    counts = {batch.origin.name: (batch.state, batch.stored, batch.repeats) for batch in store.snapshot().batches}
    assert counts == {
        "a": ("withdrawn", {"posts": 2}, {"posts": 0}),
        "b": ("running", {"posts": 1}, {"posts": 0}),
        "c": ("running", {"posts": 0}, {"posts": 1}),
    }
    assert store.verify() == ()


def test_withdrawing_all_batches_empties_the_store_and_the_folder(store):
    with store.write() as writer:
        for name in "ab":
            append_rows(writer.open_batch(origin(name)), posts=[SHARED, OWN], accounts=[{"bio": "faro"}])
        for batch in store.snapshot().batches:
            writer.withdraw_batch(batch.batch_id)
    assert rows(store) == []
    assert [list((store.path / folder).iterdir()) for folder in ("data", "keys")] == [[], []]


def test_a_withdrawn_file_can_be_imported_again(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=[SHARED, {"text": "no id"}])
        writer.withdraw_batch(batch.batch_id)
        again = writer.open_batch(origin())
        assert again.batch_id != batch.batch_id
        assert append_rows(again, posts=[SHARED, {"text": "no id"}]) == {"posts": (2, 0)}


def test_a_batch_is_found_by_the_beginning_of_its_id_if_only_one_begins_so(store):
    with store.write() as writer:
        first = writer.open_batch(origin("a"))
        writer.open_batch(origin("b"))
        for wrong, why in (("b9", "no batch"), ("b0", "several"), ("", "no batch")):
            with pytest.raises(UnknownBatchError, match=why):
                writer.withdraw_batch(wrong)
        assert writer.withdraw_batch(first.batch_id[:7]).batch_ids == (first.batch_id,)


def test_a_batch_that_is_withdrawn_while_it_is_open_takes_no_more_rows(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        writer.withdraw_batch(batch.batch_id)
        with pytest.raises(BatchClosedError, match="is withdrawn"):
            append_rows(batch, posts=[SHARED])


def test_an_open_batch_knows_what_it_inherited(store):
    with store.write() as writer:
        first, second = writer.open_batch(origin("a")), writer.open_batch(origin("b"))
        append_rows(first, posts=[SHARED])
        append_rows(second, posts=[SHARED])
        writer.withdraw_batch(first.batch_id)
        append_rows(second, posts=[OWN])
        assert (second.stored, second.repeats) == ({"posts": 2}, {"posts": 0})


def test_withdrawing_again_does_no_harm(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=[SHARED])
        writer.withdraw_batch(batch.batch_id)
        append_rows(writer.open_batch(origin("b")), posts=[SHARED])
        assert writer.withdraw_batch(batch.batch_id).removed["posts"] == 0
    assert len(rows(store)) == 1
