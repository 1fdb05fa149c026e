import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from seawall.cli.corpus_verb import command
from seawall.cli.exit_codes import exit_code_of
from seawall.corpus import RetentionRuleError, UnknownBatchError, open_corpus
from seawall.testing.observations import append_rows, origin


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("SEAWALL_HOME", str(tmp_path))
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        for name, source in (("monday.jsonl", "feed"), ("tuesday.jsonl", "tips")):
            batch = writer.open_batch(origin(name, source=source))
            append_rows(
                batch,
                posts=[{"post_id": "1", "account_id": "7"}, {"post_id": name, "account_id": "8"}, {"text": name}],
            )
            batch.finish()
    return store


def run(*arguments, code=0):
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout


def told(*arguments, code=0):
    return json.loads(run(*arguments, "--json", code=code))


def test_list_names_batches_and_counts_rows(store):
    assert "monday.jsonl" in (text := run("list"))
    assert "posts 5" in text
    listed = told("list")
    assert listed["rows"]["posts"] == 5
    assert [batch["source"] for batch in listed["batches"]] == ["feed", "tips"]
    assert listed["batches"][1]["repeats"] == {"posts": 1}
    assert listed["batches"][0]["acquired_at"] == "2026-03-01T12:00:00+00:00"


def test_list_of_a_corpus_that_is_not_there_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("SEAWALL_HOME", str(tmp_path / "nowhere"))
    assert told("list") == {
        "version": 0,
        "rows": {"accounts": 0, "posts": 0, "channels": 0, "media": 0, "interactions": 0},
        "batches": [],
    }


def test_withdraw_takes_back_a_batch_and_hands_on_what_is_shared(store):
    batch_id = store.snapshot().batches[0].batch_id
    done = told("withdraw", batch_id)
    assert done["batch_ids"] == [batch_id]
    assert (done["removed"]["posts"], done["handed_on"]["posts"]) == (2, 1)
    assert "batches let go: b000002" in run("withdraw", "b000002")
    with pytest.raises(UnknownBatchError) as raised:
        run("withdraw", "b000009")
    assert exit_code_of(raised.value) == 3


def test_withdrawing_takes_the_rejects_of_the_batch_along(store):
    first, second = (batch.batch_id for batch in store.snapshot().batches)
    rejects = Path(os.environ["SEAWALL_HOME"]) / "rejects"
    rejects.mkdir()
    for batch_id in (first, second):
        (rejects / f"{batch_id}.jsonl").write_text("what somebody wrote")
    run("withdraw", first)
    assert [path.name for path in rejects.iterdir()] == [f"{second}.jsonl"]


def test_erasing_tells_what_went(store):
    assert told("erase-account", "harbourfeed", "7")["removed"]["posts"] == 1
    assert run("erase-post", "harbourfeed", "monday.jsonl") == "removed: posts 1\n"
    assert run("erase-post", "harbourfeed", "nobody's") == "removed: nothing\n"
    (key, *_) = [row["key"] for piece in store.snapshot().scan("posts") for row in piece.to_pylist()]
    assert told("erase-post", "harbourfeed", f"key:{key.hex()}")["removed"]["posts"] == 1
    run("erase-post", "harbourfeed", "key:77", code=2)


def test_retain_goes_by_age_and_source(store):
    assert told("retain", "--days", "36500")["batch_ids"] == []
    assert len(told("retain", "--days", "36500", "--rule", "feed=0")["batch_ids"]) == 1
    assert len(told("retain", "--days", "0", "--source", "tips")["batch_ids"]) == 1
    assert store.snapshot().row_count("posts") == 0
    for wrong in ([], ["--source", "feed"], ["--rule", "feed"]):
        run("retain", *wrong, code=2)
    with pytest.raises(RetentionRuleError):
        run("retain", "--days", "0")


def test_compact_and_verify(store):
    assert told("compact") == {"corpus": {"files_before": 2, "files_after": 1}}
    assert run("verify") == "corpus and findings are sound\n"
    (path,) = store.snapshot().files("posts")
    path.write_bytes(b"")
    found = told("verify", code=1)
    assert found["sound"] is False
    assert found["problems"][0]["file"] == str(path)
    assert "1 problems: restore" in run("verify", code=1)


def test_another_data_folder_can_be_named(store, tmp_path):
    assert (
        CliRunner()
        .invoke(command, ["--home", str(tmp_path / "other"), "list"])
        .output.endswith("posts 0, channels 0, media 0, interactions 0\n")
    )
