import msgspec
import pytest

from seawall.corpus import open_corpus
from seawall.corpus.manifest import decode, encode
from seawall.testing.observations import append_rows, origin


@pytest.fixture
def store(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=[{"text": "a"}, {"text": "b"}], accounts=[{"bio": "faro"}])
    return store


def problems(store):
    return [(problem.file.name, problem.reason) for problem in store.verify()]


def test_a_sound_store_has_no_problems_and_all_bytes_are_counted(store):
    seen = []
    assert store.verify(progress=lambda done, total: seen.append((done, total))) == ()
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_store_that_was_never_written_has_no_problems(tmp_path):
    assert open_corpus(tmp_path / "nowhere").verify() == ()


@pytest.mark.parametrize("folder", ["data", "keys"])
def test_one_flipped_bit_is_found(store, folder):
    path = min((store.path / folder).iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert problems(store) == [(path.name, "its content was changed (SHA-256 differs)")]


def test_missing_and_short_files_are_told_apart(store):
    first, second = sorted((store.path / "data").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-7])
    (gone, missing), (short, reason) = problems(store)
    assert (gone, missing, short) == (first.name, "it is missing", second.name)
    assert "bytes instead of" in reason


def test_a_damaged_manifest_is_a_problem_not_an_error(store):
    (store.path / "manifest.json").write_bytes(b"{}")
    ((name, reason),) = problems(store)
    assert name == "manifest.json"
    assert "not a manifest" in reason


def test_rows_and_keys_that_disagree_are_found(store):
    """A manifest that drops a key run is sound in all its digests, and still wrong."""
    path = store.path / "manifest.json"
    manifest = decode(path.read_bytes(), path)
    posts = msgspec.structs.replace(manifest.tables["posts"], sightings=())
    path.write_bytes(encode(msgspec.structs.replace(manifest, tables={**manifest.tables, "posts": posts})))
    reasons = [reason for _, reason in problems(store)]
    assert reasons == ["2 of its rows are unknown to the key runs", "posts has 2 rows, but 0 keys"]
