"""Files of the corpus are read once; what is in them meets the banks wherever they are posted."""

import io
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageDraw

from seawall.corpus import TABLES, BatchOrigin, observation_keys, open_corpus
from seawall.corpus.keys import identified_post_keys
from seawall.corpus.media_files import keep_media_file
from seawall.digests import digest_bytes
from seawall.index import entries_of_file, make_entry
from seawall.pipeline import (
    ReadingOptions,
    ScanOptions,
    forget_media_signals,
    open_findings,
    open_media_signals,
    read_media,
    scan_corpus,
)
from seawall.signals.readers import TEXT_READERS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def own(table, rows):
    schema = pa.schema([f for f in TABLES[table] if f.name not in {"batch", "source", "acquired_at"}])
    rows = [{"key": b"\0" * 16, **row} for row in rows]
    return pa.table({f.name: pa.array([row.get(f.name) for row in rows], f.type) for f in schema}, schema=schema)


def poster(seed, size=(480, 360)):
    rng = np.random.default_rng(seed)
    image = Image.fromarray(rng.integers(0, 255, (12, 16, 3), dtype=np.uint8)).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, r = rng.integers(0, size[0]), rng.integers(0, size[1]), rng.integers(8, 60)
        draw.ellipse((x, y, x + r, y + r), fill=tuple(rng.integers(0, 255, 3).tolist()))
    return image


def octets(image, form="PNG", **options):
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "bank" / "poster.png"
    path.parent.mkdir()
    path.write_bytes(octets(poster(1)))
    return path


@pytest.fixture
def put(tmp_path):
    """Put files into a corpus, each attached to one post of its own."""

    def put(*files):
        evidence = tmp_path / "evidence"
        names = []
        for number, content in enumerate(files):
            path = tmp_path / f"upload-{number}"
            path.write_bytes(content)
            names.append(f"sha256:{keep_media_file(evidence, path).value}")
        common = [{"platform": "harbourfeed", "account_id": f"account-{number}"} for number in range(len(names))]
        posts = own(
            "posts",
            [
                {**row, "post_id": str(number), "kind": "post", "posted_at": NOW, "media": [names[number]]}
                for number, row in enumerate(common)
            ],
        )
        media = own("media", [{**row, "media_id": names[number]} for number, row in enumerate(common)])
        corpus = open_corpus(tmp_path / "corpus")
        with corpus.write() as writer:
            batch = writer.open_batch(
                BatchOrigin(source="test", name="media", fingerprint=repr(names), map_name="test", acquired_at=NOW)
            )
            batch.append(
                {
                    "posts": posts.set_column(0, "key", identified_post_keys(posts)),
                    "media": media.set_column(0, "key", observation_keys("media", media)),
                }
            )
            batch.finish()
        return corpus, evidence

    return put


def found(tmp_path, corpus, evidence, entries):
    media, findings = open_media_signals(tmp_path / "media_signals"), open_findings(tmp_path / "findings")
    read_media(corpus, evidence, media, now=NOW)
    scan_corpus(corpus, entries, findings, now=NOW, options=ScanOptions(media=media))
    rows = [row for batch in findings.snapshot().scan("findings") for row in batch.to_pylist()]
    return [row for row in rows if row["table"] == "posts"]


def test_a_mirrored_copy_of_a_known_picture_is_raised_and_says_how(tmp_path, known, put):
    mirrored = octets(poster(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT), "JPEG", quality=70)
    corpus, evidence = put(mirrored, octets(poster(2)))
    entries, asides = entries_of_file(known, bank="posters")
    assert asides == ()
    rows = found(tmp_path, corpus, evidence, entries)
    assert {row["account_id"] for row in rows} == {"account-0"}
    pdq = next(row for row in rows if row["signal_type"] == "pdq")
    assert pdq["raised"]
    assert pdq["tier"] in {"same", "near"}
    assert pdq["transform"]
    assert pdq["field"] == "media"


def test_signals_of_one_piece_of_content_are_one_fact(tmp_path, known, put):
    corpus, evidence = put(known.read_bytes())
    entries, _ = entries_of_file(known, bank="posters")
    rows = found(tmp_path, corpus, evidence, entries)
    assert len({row["signal_type"] for row in rows}) >= 3
    assert all(row["raised"] for row in rows)


def test_an_invitation_in_a_code_meets_the_bank(tmp_path, put):
    corpus, evidence = put(TEXT_READERS["qr"].examples()[0].file)
    rows = found(tmp_path, corpus, evidence, [make_entry(signal_type="url", value="t.me/lamp_room", bank="rooms")])
    assert [(row["signal_type"], row["raised"]) for row in rows] == [("url", True)]
    assert rows[0]["evidence"][0]["detail"].startswith("The code in the attached picture names the address")


def test_a_page_of_a_document_meets_the_bank_with_its_place(tmp_path, put):
    corpus, evidence = put(TEXT_READERS["document"].examples()[0].file)
    rows = found(tmp_path, corpus, evidence, [make_entry(signal_type="term", value="the lamps return", bank="terms")])
    assert [(row["location"], row["raised"]) for row in rows] == [("page 1", False)]


def test_a_negative_picture_holds_back_all_that_is_much_like_it(tmp_path, known, put):
    corpus, evidence = put(octets(poster(1), "JPEG", quality=80))
    entries, _ = entries_of_file(known, bank="posters")
    lawful = [
        make_entry(signal_type=one.signal_type, value=one.value, bank="archives", opinion="negative", content="x")
        for one in entries
    ]
    rows = found(tmp_path, corpus, evidence, [*entries, *lawful])
    assert rows
    assert not any(row["raised"] for row in rows)
    assert all("archives" in row["because"] for row in rows)


def test_an_entry_that_the_desk_holds_back_raises_nothing(tmp_path, put):
    corpus, evidence = put(TEXT_READERS["qr"].examples()[0].file)
    why = "No reviewer here has looked at what it matches."
    entry = make_entry(signal_type="url", value="t.me/lamp_room", bank="rooms", held_back=why)
    rows = found(tmp_path, corpus, evidence, [entry])
    assert [(row["raised"], row["because"]) for row in rows] == [(False, f"Not raised: n{why[1:]}")]


def test_files_are_read_once_and_a_stopped_reading_goes_on(tmp_path, put):
    files = [octets(poster(number, (96, 72))) for number in range(70)]
    corpus, evidence = put(*files)
    media = open_media_signals(tmp_path / "media_signals")
    asked = iter([False, True])
    first = read_media(
        corpus, evidence, media, now=NOW, options=ReadingOptions(should_stop=lambda: next(asked), threads=2)
    )
    assert (first.file_count, first.stopped) == (64, True)
    second = read_media(corpus, evidence, media, now=NOW)
    assert (second.file_count, second.stopped) == (6, False)
    assert read_media(corpus, evidence, media, now=NOW).file_count == 0
    with media.snapshot() as snapshot:
        assert snapshot.row_count("files") == 70


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path, put, known):
    cut = known.read_bytes()[:300]
    corpus, evidence = put(cut, known.read_bytes())
    media = open_media_signals(tmp_path / "media_signals")
    told = read_media(corpus, evidence, media, now=NOW)
    assert (told.file_count, told.aside_count) == (2, 1)
    rows = [row for batch in media.snapshot().scan("files") for row in batch.to_pylist()]
    (bad,) = (row for row in rows if row["asides"])
    assert bad["media"] == digest_bytes(cut).value


def test_what_was_taken_from_a_file_goes_with_its_last_row(tmp_path, put, known):
    corpus, evidence = put(known.read_bytes(), octets(poster(3)))
    media = open_media_signals(tmp_path / "media_signals")
    read_media(corpus, evidence, media, now=NOW)
    with corpus.write() as writer:
        writer.erase_account("harbourfeed", "account-0")
    with corpus.snapshot() as left:
        assert forget_media_signals(left, media) > 0
        assert forget_media_signals(left, media) == 0
    kept = {name for batch in media.snapshot().scan("signals") for name in batch.column("media").to_pylist()}
    assert digest_bytes(known.read_bytes()).value not in kept
