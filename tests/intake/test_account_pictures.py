"""Pictures that lie beside a table of accounts are looked at; nothing outside its folder, and nothing is fetched."""

import csv
import hashlib
import json
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from seawall.corpus import open_corpus
from seawall.corpus.media_files import keep_media_file
from seawall.identity.models import load_model
from seawall.intake.account_folders import open_accounts
from seawall.intake.account_pictures import look_at_pictures
from seawall.intake.link_folders import LinkOptions, link_folders
from seawall.pipeline.media_reading import read_media
from seawall.pipeline.media_signals import open_media_signals
from seawall.testing.observations import append_rows, origin

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CLOSING = {"closed_at": "2026-03-01T12:00:00Z", "decision": "HF-1", "ground": "promotes", "expires": "2999-01-01"}


def draw(path, turn=0.11):
    """Write a drawn picture of rings and return its digest."""
    y, x = np.mgrid[0:200, 0:240]
    rings = (127 + 120 * np.sin(turn * np.hypot(x - 90, y - 150))).astype(np.uint8)
    path.parent.mkdir(exist_ok=True, parents=True)
    Image.fromarray(rings).save(path)
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def table(folder, *avatars, **more):
    """Write accounts with these avatars."""
    folder.mkdir(exist_ok=True, parents=True)
    columns = ",".join(["platform,account,handle,avatar", *more])
    rows = [",".join([f"p,{n},name_{n}", f'"{name}"', *more.values()]) for n, name in enumerate(avatars)]
    (folder / "accounts.csv").write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return folder


def seen_in(folder):
    opened = open_accounts(folder)
    return look_at_pictures(opened, opened.read_accounts(now=NOW).checked)


def told(seen):
    return [(one.file.rpartition("/")[2], one.reason) for one in seen.accounts.notes]


def test_a_picture_beside_the_table_is_named_by_its_digest_and_looked_at(tmp_path):
    folder = table(tmp_path / "side", "face.png", "faces/Face.JPG", "somebody's own key", "")
    digest, other = draw(folder / "face.png"), draw(folder / "faces" / "Face.JPG", 0.23)
    seen = seen_in(folder)
    assert seen.accounts.table["avatar"].to_pylist() == [digest, other, "somebody's own key", None]
    assert {name: words.shape for name, words in seen.words.items()} == {digest: (4,), other: (4,)}
    assert told(seen) == []


def test_a_picture_in_the_folder_of_pictures_goes_by_its_digest(tmp_path):
    folder = table(tmp_path / "side", "pictures/face.png", "face", "sha256:0a", "elsewhere")
    digest = draw(folder / "pictures" / "face.png")
    seen = seen_in(folder)
    assert seen.accounts.table["avatar"].to_pylist() == [digest, digest, "sha256:0a", "elsewhere"]
    assert set(seen.words) == {digest}


def test_a_picture_named_by_its_digest_keeps_it(tmp_path):
    digest = draw(tmp_path / "side" / "pictures" / "face.png")
    seen = seen_in(table(tmp_path / "side", digest, "face"))
    assert seen.accounts.table["avatar"].to_pylist() == [digest, digest]
    assert set(seen.words) == {digest}


@pytest.mark.parametrize(
    ("content", "avatar", "reason"),
    [
        (b"\x89PNG nothing", "digest", "no picture of a kind that is read here"),
        (b"", "digest", "an empty file"),
        (bytes((32 << 20) + 1), None, "a picture of more than 32 MiB is no avatar"),
    ],
)
def test_a_bad_picture_is_told_with_its_file_and_the_account_stays(tmp_path, content, avatar, reason):
    folder = table(tmp_path / "side", "face.png")
    (folder / "face.png").write_bytes(content)
    seen = seen_in(folder)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    assert seen.accounts.table["avatar"].to_pylist() == [digest if avatar else None]
    assert seen.words == {}
    ((file, said),) = told(seen)
    assert (file, said.startswith(reason)) == ("face.png", True)


def test_a_bad_picture_in_the_folder_of_pictures_is_told(tmp_path):
    folder = table(tmp_path / "side", "face.png")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "face.png").write_bytes(b"nothing")
    ((file, said),) = told(seen_in(folder))
    assert (file, said.startswith("no picture")) == ("face.png", True)


def test_a_picture_too_plain_to_be_compared_has_its_digest_alone(tmp_path):
    folder = table(tmp_path / "side", "grey.png")
    Image.new("RGB", (90, 90), "grey").save(folder / "grey.png")
    seen = seen_in(folder)
    assert seen.accounts.table["avatar"][0].as_py().startswith("sha256:")
    assert (seen.words, told(seen)) == ({}, [])


def test_nothing_outside_the_folder_is_read_and_nothing_is_fetched(tmp_path):
    names = ["../face.png", "link.png", str(tmp_path / "face.png"), "https://lamps.example/face.png", "//cdn/face.png",
             "x" * 400 + ".png", "folder.png", "gone.png"]  # fmt: skip
    folder = table(tmp_path / "side", *names)
    draw(tmp_path / "face.png")
    (folder / "link.png").symlink_to(tmp_path / "face.png")
    (folder / "folder.png").mkdir()
    seen = seen_in(folder)
    assert seen.accounts.table["avatar"].to_pylist() == names
    assert seen.words == {}
    assert [file for file, _ in told(seen)] == ["face.png", "link.png"]


@pytest.mark.parametrize("where", ["", "pictures"])
def test_links_see_the_same_picture_under_two_names_and_two_pictures_under_one(tmp_path, where):
    others = [""] * 40  # among few accounts no picture is rare, and evidence that weighs nothing is not told
    closed = table(tmp_path / "closed", "a.png", "b.png", *others, **CLOSING)
    new = table(tmp_path / "new", "b.png", "a.png", continues="p:0")
    accounts = (new / "accounts.csv").read_text(encoding="utf-8")
    (new / "accounts.csv").write_text(accounts.replace("p,0,", "p,99,").replace("p,1,", "p,98,"), encoding="utf-8")
    for folder, a, b in ((closed, 0.11, 0.31), (new, 0.47, 0.11)):
        draw(folder / where / "a.png", a)
        draw(folder / where / "b.png", b)
    out = tmp_path / "ranked.csv"
    link_folders(closed, new, out, LinkOptions(model=load_model(None), now=NOW, truth="continues"))
    with out.open(encoding="utf-8", newline="") as stream:
        rows = {(row["new"], row["closed"]): json.loads(row["evidence"]) for row in csv.DictReader(stream)}
    said = {pair: one["sentence"] for pair, evidence in rows.items() for one in evidence if one["feature"] == "avatar"}
    assert {pair for pair, sentence in said.items() if "octet for octet" in sentence} == {("p:99", "p:0")}


def test_pictures_of_a_corpus_are_those_that_a_scan_has_read(tmp_path):
    face, gone = tmp_path / "face.png", "sha256:" + hashlib.sha256(b"nowhere").hexdigest()
    digest = draw(face)
    keep_media_file(tmp_path / "evidence", face)
    with open_corpus(tmp_path / "corpus").write() as writer:
        batch = writer.open_batch(origin("export.jsonl"))
        append_rows(batch, accounts=[{"account_id": str(n), "avatar": name} for n, name in enumerate((digest, gone))])
        batch.finish()
    assert seen_in(tmp_path).words == {}
    store = open_media_signals(tmp_path / "media_signals")
    read_media(open_corpus(tmp_path / "corpus"), tmp_path / "evidence", store, now=NOW)
    seen = seen_in(tmp_path)
    assert set(seen.words) == {digest}
    plain = table(tmp_path / "side", "face.png")
    draw(plain / "face.png")
    np.testing.assert_array_equal(seen.words[digest], seen_in(plain).words[digest])
    assert seen.accounts.table["avatar"].to_pylist() == [digest, gone]
