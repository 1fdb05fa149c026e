"""Structured formats: realistic files become the posts, accounts, media and interactions that they tell."""

import json
from pathlib import Path

import pytest

from seawall.intake import RECORD_FORMATS, guess_file
from seawall.intake.byte_source import ByteSource
from seawall.intake.formats import BUILT_IN
from seawall.intake.record_files import read_record_chunks
from seawall.testing.contracts import RecordFormatContract

FILES = Path(__file__).parent.parent / "files"


def interactions(rows, post_key=None):
    return {(row["kind"], row["target"]) for row in rows if post_key is None or row["post_key"] == post_key}


def by_id(posts):
    return {post["post_id"]: post for post in posts}


@pytest.mark.parametrize("name", RECORD_FORMATS)
def test_examples_of_a_format_are_recognised_and_give_posts(tmp_path, bring_in, rows_of, name):
    for number, example in enumerate(RECORD_FORMATS[name].examples()):
        path = tmp_path / f"{number}.json"
        path.write_bytes(example)
        assert guess_file(path).name == name
        summary = bring_in(path)
        assert summary.rows - summary.rejects >= 1
    assert {post["text"].split("https")[0].strip() for post in rows_of("posts")} == {"The lamps return"}


class TestBuiltIns(RecordFormatContract):
    @pytest.fixture(params=BUILT_IN, ids=lambda one: one.NAME)
    def record_format(self, request):
        return request.param


def test_the_names_of_the_formats_are_permanent():
    assert [one.NAME for one in BUILT_IN] == ["activitystreams", "bluesky", "mastodon", "telegram_desktop"]


def test_an_outbox_gives_its_public_posts(bring_in, rows_of):
    summary = bring_in(FILES / "outbox.json")
    assert (summary.rows, summary.stored, summary.rejects) == (8, 3, 5)
    posts = by_id(rows_of("posts"))
    first = posts["https://lamps.example/users/keeper/statuses/1"]
    assert first["text"] == "@walker the lamps return #FaroGris https://harbour.example/a/long/way"
    assert (first["kind"], first["language"], first["likes"], first["replies"]) == ("post", "en", 5, 2)
    assert first["media"] == ["/media/lamp.png"]
    assert interactions(rows_of("interactions"), first["key"]) == {
        ("mentioned", "walker@pier.example"),
        ("tagged", "farogris"),
        ("linked", "https://harbour.example/a/long/way"),
        ("attached", "/media/lamp.png"),
    }
    shared = posts["https://lamps.example/users/keeper/statuses/2/activity"]
    assert (shared["kind"], shared["reshare_of"]) == ("reshare", "https://pier.example/users/walker/statuses/77")
    answer = posts["https://lamps.example/users/keeper/statuses/3"]
    assert (answer["kind"], answer["text"], answer["posted_at"].hour) == ("reply", "نعم", 12)
    assert [(account["handle"], account["bio"]) for account in rows_of("accounts")] == [("keeper", "Lamps & boats")]
    reasons = [json.loads(line)["reason"] for line in summary.rejects_path.read_text("utf-8").splitlines()]
    assert reasons[0] == "not addressed to the public"
    assert reasons[1] == "a Like is not kept"
    assert reasons[2] == "'2026-02-30T00:00:00Z' is no date and time"
    assert [medium["post_key"] for medium in rows_of("media")] == [first["key"]]


def test_a_telegram_export_gives_messages_joins_and_the_channel(bring_in, rows_of):
    summary = bring_in(FILES / "result.json")
    assert (summary.rows, summary.stored, summary.rejects) == (7, 5, 2)
    posts = by_id(rows_of("posts"))
    first = posts["1000000001/2"]
    assert first["text"] == "The lamps return. Read here and https://lamps.example/a #FaroGris @lamp_room"
    assert (first["account_id"], first["channel_id"], first["likes"]) == (None, "1000000001", 6)
    assert first["posted_at"].hour == 12
    assert interactions(rows_of("interactions"), first["key"]) == {
        ("linked", "https://harbour.example/news"),
        ("linked", "https://lamps.example/a"),
        ("tagged", "farogris"),
        ("mentioned", "lamp_room"),
        ("attached", "telegram:1000000001/2/photo"),
    }
    answer = posts["1000000001/3"]
    assert (answer["kind"], answer["account_id"], answer["reply_to"]) == ("reply", "user42", "1000000001/2")
    assert (posts["1000000001/4"]["kind"], posts["1000000001/4"]["reshare_of"]) == ("reshare", "channel1000000002")
    joined = [row for row in rows_of("interactions") if row["kind"] == "joined"]
    assert [(row["account_id"], row["channel_id"], row["target"]) for row in joined] == [
        ("user43", "1000000001", "1000000001")
    ]
    (channel,) = rows_of("channels")
    assert (channel["title"], channel["kind"]) == ("Lamp Room", "channel")
    media = {row["media_id"]: row for row in rows_of("media")}
    assert media["telegram:1000000001/2/photo"]["file"].startswith("photos/")
    assert media["telegram:1000000001/4/file"]["file"] is None


def test_chats_between_two_people_stay_outside(bring_in, rows_of):
    summary = bring_in(FILES / "full_export.json")
    assert (summary.rows, summary.stored, summary.rejects) == (2, 1, 1)
    assert [post["text"] for post in rows_of("posts")] == ["good evening"]
    assert "personal_chat" in summary.rejects_path.read_text("utf-8")


def test_a_page_of_list_records_gives_posts_and_reposts(bring_in, rows_of):
    summary = bring_in(FILES / "list_records.json")
    assert (summary.rows, summary.stored, summary.rejects) == (5, 3, 2)
    posts = by_id(rows_of("posts"))
    first = posts["at://did:plc:keeper/app.bsky.feed.post/3kaaa"]
    assert (first["account_id"], first["language"], first["media"]) == ("did:plc:keeper", "en", ["bafkreilamp"])
    assert interactions(rows_of("interactions"), first["key"]) == {
        ("mentioned", "did:plc:walker"),
        ("tagged", "farogris"),
        ("linked", "https://harbour.example/a/long/way"),
        ("attached", "bafkreilamp"),
    }
    answer = posts["at://did:plc:keeper/app.bsky.feed.post/3kbbb"]
    assert (answer["kind"], answer["reply_to"]) == ("reply", "at://did:plc:walker/app.bsky.feed.post/3kyyy")
    assert answer["reshare_of"] == "at://did:plc:other/app.bsky.feed.post/3kqqq"
    assert posts["at://did:plc:keeper/app.bsky.feed.repost/3kccc"]["kind"] == "reshare"


def test_jetstream_events_give_new_posts_and_a_cut_line_is_a_reject(bring_in, rows_of):
    summary = bring_in(FILES / "jetstream.jsonl")
    assert (summary.rows, summary.stored, summary.rejects) == (4, 1, 3)
    assert rows_of("posts")[0]["post_id"] == "at://did:plc:keeper/app.bsky.feed.post/3kaaa"


def test_mastodon_statuses_give_posts_profiles_and_mentions(bring_in, rows_of):
    summary = bring_in(FILES / "statuses.json")
    assert (summary.rows, summary.stored, summary.rejects) == (5, 3, 2)
    posts = by_id(rows_of("posts"))
    first = posts["https://lamps.example/users/keeper/statuses/111"]
    assert first["text"] == "lamps\nThe lamps return #FaroGris\nSecond line"
    assert interactions(rows_of("interactions"), first["key"]) == {
        ("mentioned", "walker@pier.example"),
        ("tagged", "farogris"),
        ("attached", "https://lamps.example/m/1.png"),
    }
    assert posts["https://lamps.example/users/keeper/statuses/112"]["reply_to"] == "111"
    reshare = posts["https://lamps.example/users/keeper/statuses/113/activity"]
    assert (reshare["kind"], reshare["text"]) == ("reshare", None)
    profile = next(row for row in rows_of("accounts") if row["display_name"] == "Keeper")
    assert (profile["followers"], profile["following"], profile["post_count"]) == (10, None, 111)


def test_one_record_alone_is_a_document_of_one_row(tmp_path, bring_in):
    status = json.loads((FILES / "statuses.json").read_text("utf-8"))[0]
    path = tmp_path / "status.json"
    path.write_text(json.dumps(status, indent=2))
    assert (bring_in(path).rows, guess_file(path).name) == (1, "mastodon")


@pytest.mark.parametrize(
    "name", ["outbox.json", "result.json", "full_export.json", "list_records.json", "statuses.json"]
)
def test_an_export_that_breaks_off_keeps_its_good_records(tmp_path, bring_in, name):
    content = (FILES / name).read_bytes()
    whole = bring_in(FILES / name)
    for part in (0.5, 0.8, 0.99):
        path = tmp_path / f"{part}-{name}"
        path.write_bytes(content[: int(len(content) * part)])
        summary = bring_in(path, guess_file(FILES / name).name)
        assert summary.broken
        assert summary.rows <= whole.rows
        assert (summary.stored, summary.rows) == (0, summary.repeats + summary.rejects)


@pytest.mark.parametrize("name", RECORD_FORMATS)
def test_records_of_any_shape_are_rejects_and_never_a_crash(tmp_path, now, name):
    strange = [
        {},
        {"type": 7},
        {"id": [], "uri": {}, "text": 3.5},
        {"object": {"type": "Note", "content": {}}},
        [],
        1,
        None,
    ]
    path = tmp_path / "strange.json"
    path.write_text(json.dumps({"name": {}, "type": "public_channel", "id": {}, "messages": strange, "records": strange,
                                "orderedItems": strange, "statuses": strange}))  # fmt: skip
    with ByteSource(path) as source:
        chunks = list(read_record_chunks(source, RECORD_FORMATS[name], now, layout="json"))
    assert sum(len(chunk.rejects) for chunk in chunks) >= 6


def test_a_long_export_is_read_in_chunks_and_resumes_between_them(tmp_path, now, monkeypatch):
    from seawall.intake import record_files

    monkeypatch.setattr(record_files, "RECORDS_PER_CHUNK", 10)
    messages = [
        {
            "id": number,
            "type": "service",
            "action": "join_group_by_link",
            "actor_id": f"user{number}",
            "date_unixtime": "1772366400",
        }
        if number % 3 == 0
        else {"id": number, "type": "message", "from_id": "user1", "text": "x", "date_unixtime": "1772366400"}
        for number in range(1, 36)
    ]
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"name": "n", "type": "public_group", "id": 5, "messages": messages}))

    def read(after_row=0, past=()):
        with ByteSource(path) as source:
            chunks = read_record_chunks(
                source, RECORD_FORMATS["telegram_desktop"], now, layout="json", after_row=after_row, past=past
            )
            return [(chunk.primary, chunk.row_count, chunk.resume_at) for chunk in chunks]

    whole = read()
    assert [primary for primary, _, _ in whole] == ["interactions", "posts"] * 4
    assert sum(count for _, count, _ in whole) == 35
    for place, (_, _, resume_at) in enumerate(whole):
        assert read(resume_at["row"], tuple(resume_at.get("past", ()))) == whole[place + 1 :]
