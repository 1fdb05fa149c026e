import pyarrow.parquet as pq
import pytest

from seawall.corpus import open_corpus
from seawall.testing.observations import append_rows, origin

SECRET = "meet under the third lantern"
LINK = "https://harbourfeed.example/@LampKeeper"

ACCOUNTS = [
    {"account_id": "7", "handle": "LampKeeper", "bio": SECRET, "url": LINK},
    {"account_id": "7", "handle": "old_lampkeeper", "bio": f"once: {SECRET}"},
    {"account_id": "8", "handle": "harbour_wire", "bio": "news of the harbour"},
    {"account_id": "7", "platform": "pierchat", "bio": "another seven"},
]
POSTS = [
    {"post_id": "p1", "account_id": "7", "text": f"{SECRET} tonight"},
    {"post_id": "p1", "account_id": "7", "text": f"{SECRET} tomorrow", "url": "https://harbourfeed.example/p1"},
    {"account_id": "7", "text": f"no id: {SECRET}"},
    {"post_id": "p2", "account_id": "8", "text": "LampKeeper was seen at the harbour", "reply_to": "p1"},
    {"post_id": "p1", "account_id": "7", "platform": "pierchat", "text": "another p1 of another seven"},
]
INTERACTIONS = [
    {"account_id": "7", "kind": "tagged", "target": "faro"},
    {"account_id": "8", "kind": "mentioned", "target": "@lampkeeper"},
    {"account_id": "8", "kind": "mentioned", "target": "Old_LampKeeper"},
    {"account_id": "8", "kind": "replied", "target": "p1"},
    {"account_id": "8", "kind": "linked", "target": f"http://www.{LINK.removeprefix('https://')}/"},
    {"account_id": "8", "kind": "linked", "target": "https://harbourfeed.example/p1"},
    {"account_id": "8", "kind": "tagged", "target": "lampkeeper"},
    {"account_id": "8", "kind": "mentioned", "target": "harbour_wire"},
    {"account_id": "8", "platform": "pierchat", "kind": "mentioned", "target": "lampkeeper"},
]


@pytest.fixture
def store(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=POSTS, accounts=ACCOUNTS)
        keys = {row["text"]: row["key"] for row in rows(store, "posts")}
        secret = keys[f"{SECRET} tonight"]
        append_rows(
            batch,
            interactions=[*INTERACTIONS, {"kind": "attached", "target": "lantern.png", "post_key": secret}],
            media=[
                {"media_id": "lantern.png", "post_key": secret, "description": SECRET},
                {"media_id": "avatar.png", "account_id": "7", "description": SECRET},
                {"media_id": "harbour.png", "account_id": "8"},
            ],
        )
        batch.finish()
        again = writer.open_batch(origin("again"))
        append_rows(again, posts=POSTS, accounts=ACCOUNTS)
        again.finish()
    return store


def rows(store, table):
    return [row for piece in store.snapshot().scan(table) for row in piece.to_pylist()]


def bytes_of(folder):
    """Return all that the folder holds: every file as it is, and every Parquet file read out whole."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            found.append(path.read_bytes())
        if path.suffix == ".parquet":
            found.append(repr(pq.read_table(path).to_pydict()).encode())
            found.append(str(pq.ParquetFile(path).metadata.to_dict()).encode())
    return b"\n".join(found)


def test_an_erased_account_leaves_no_byte_of_its_words(store):
    assert SECRET.encode() in bytes_of(store.path)
    reader = store.snapshot()
    with store.write() as writer:
        writer.compact()
        assert SECRET.encode() in bytes_of(store.path)
        removed = writer.erase_account("harbourfeed", "7")
    assert SECRET.encode() not in bytes_of(store.path)
    assert reader.version < store.snapshot().version
    assert removed == {"accounts": 2, "posts": 3, "media": 2, "interactions": 7}
    assert [row["account_id"] for row in rows(store, "accounts")] == ["8", "7"]
    assert sorted(row["text"] for row in rows(store, "posts")) == [
        "LampKeeper was seen at the harbour",
        "another p1 of another seven",
    ]
    assert [row["media_id"] for row in rows(store, "media")] == ["harbour.png"]
    assert sorted(row["kind"] + " " + row["target"] for row in rows(store, "interactions")) == [
        "mentioned harbour_wire",
        "mentioned lampkeeper",
        "tagged lampkeeper",
    ]
    assert store.verify() == ()


def test_an_erased_account_leaves_no_key_of_its_posts(store):
    keys = [row["key"] for row in rows(store, "posts") if SECRET in row["text"]]
    halves = [int.from_bytes(key[:8], "big").to_bytes(8, "little") for key in keys]
    assert all(half in bytes_of(store.path) for half in halves)
    with store.write() as writer:
        writer.erase_account("harbourfeed", "7")
    assert not any(half in bytes_of(store.path) for half in halves)


def test_an_erased_post_goes_in_all_its_versions_with_what_hangs_on_it(store):
    with store.write() as writer:
        removed = writer.erase_post("harbourfeed", "p1")
    assert removed == {"posts": 2, "media": 1, "interactions": 3}
    assert sorted(row["text"] for row in rows(store, "posts")) == sorted(row["text"] for row in POSTS[2:])
    assert store.verify() == ()


def test_a_post_without_id_is_erased_by_its_key(store):
    (key,) = [row["key"] for row in rows(store, "posts") if row["text"].startswith("no id")]
    with store.write() as writer:
        assert writer.erase_post_by_key(key)["posts"] == 1
        assert writer.erase_post_by_key(key)["posts"] == 0
    assert len(rows(store, "posts")) == 4


def test_erasing_whom_nobody_knows_changes_nothing(store):
    before = store.snapshot()
    with store.write() as writer:
        assert set(writer.erase_account("harbourfeed", "nobody").values()) == {0}
        assert set(writer.erase_post("nowhere", "p1").values()) == {0}
    assert store.snapshot().version == before.version
    before.check()


def test_what_was_erased_can_be_imported_again_as_new(store):
    with store.write() as writer:
        writer.erase_post("harbourfeed", "p1")
        assert append_rows(writer.open_batch(origin("third")), posts=POSTS) == {"posts": (2, 3)}


def test_files_without_a_trace_are_left_alone(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for account in ("7", "8"):
            append_rows(batch, posts=[{"post_id": account, "account_id": account}])
        kept = store.snapshot().files("posts")[1]
        seen = []
        writer.erase_account("harbourfeed", "7", progress=lambda done, total: seen.append((done, total)))
    assert store.snapshot().files("posts") == (kept,)
    assert seen[-1][0] == seen[-1][1] > 0
