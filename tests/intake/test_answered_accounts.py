"""An id of a post becomes the name of who wrote it; what is not known names nobody."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.bulk import DuckDBEngine
from seawall.corpus import open_corpus
from seawall.intake.account_folders import PostCounts, open_accounts
from seawall.intake.answered_accounts import answered_accounts
from seawall.testing.observations import append_rows, origin

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def profile(account, handle, **changes):
    return {"account_id": account, "handle": handle, "observed_at": AT, **changes}


def post(post_id, account, reply_to=None, **changes):
    return {
        "post_id": post_id, "account_id": account, "reply_to": reply_to, "posted_at": AT,
        "text": f"{post_id} of {account}", **changes,
    }  # fmt: skip


def named_in(folder, posts, asked=None, answering=None, **tables):
    """Return post id → whom it answers, of a corpus of these rows."""
    with open_corpus(folder / "corpus").write() as writer:
        batch = writer.open_batch(origin("export.jsonl"))
        append_rows(batch, posts=posts, **tables)
        batch.finish()
    spill = folder / "spill"
    with (
        open_corpus(folder / "corpus").snapshot() as snapshot,
        DuckDBEngine(memory_bytes=256 << 20, threads=1, spill_path=spill) as engine,
    ):
        engine.attach(snapshot)
        answered = answered_accounts(engine, asked, accounts=answering)
        rows = pa.concat_tables([pa.Table.from_batches([batch]) for batch in snapshot.scan("posts")]).to_pylist()
    names = answered.named(
        pa.array([row["reply_to"] for row in rows], pa.string()),
        platforms=pa.array([row["platform"] for row in rows]),
        authors=pa.array([f"{row['platform'].lower()}:{row['account_id'] or row['channel_id']}" for row in rows]),
    )
    assert names.type == pa.string()
    return dict(zip([row["post_id"] for row in rows], names.to_pylist(), strict=True))


def test_an_answer_names_the_author_by_the_newest_handle(tmp_path):
    accounts = [profile("1", "old_wick"), profile("1", " @Oil_Jar ", observed_at=AT + timedelta(days=1))]
    accounts += [profile("1", None, observed_at=AT + timedelta(days=2)), profile("2", "salt_line")]
    named = named_in(tmp_path, [post("a", "1"), post("b", "2", "a"), post("c", "3", "b")], accounts=accounts)
    assert named == {"a": None, "b": "@Oil_Jar", "c": "@salt_line"}


def test_only_whom_the_wanted_accounts_answer_is_looked_up(tmp_path):
    posts = [post("a", "1"), post("b", "2"), post("c", "3", "a"), post("d", "4", "b")]
    assert named_in(tmp_path, posts, answering=["harbourfeed:3"]) == {
        "a": None, "b": None, "c": "@harbourfeed:1", "d": None,
    }  # fmt: skip


def test_an_author_without_a_handle_is_named_by_the_account(tmp_path):
    assert named_in(tmp_path, [post("a", "1"), post("b", "2", "a")])["b"] == "@harbourfeed:1"


def test_an_answer_to_an_unsigned_post_names_the_channel(tmp_path):
    room = {"channel_id": "1", "handle": "lamp_room", "observed_at": AT}
    posts = [post("a", None, channel_id="1"), post("b", "2", "a"), post("c", "1"), post("d", "2", "c")]
    named = named_in(tmp_path, posts, channels=[room])
    assert (named["b"], named["d"]) == ("@lamp_room", "@harbourfeed:1")


def test_ids_that_name_nobody_else_are_let_go_and_names_stay(tmp_path):
    posts = [
        post("a", "1"),
        post("to itself", "1", "a"),
        post("to one that is not held", "2", "z"),
        post("to an address", "2", "https://lamps.example/posts/1"),
        post("to a name", "2", "@oil_jar"),
        post("on another platform", "2", "a", platform="pierchat"),
        post("twice", "1"),
        post("twice", "3"),
        post("to which of them", "2", "twice"),
    ]
    named = named_in(tmp_path, posts)
    assert {name for name in named.values() if name is not None} == {"@oil_jar"}
    assert named["to a name"] == "@oil_jar"


def test_equal_ids_on_two_platforms_are_told_apart(tmp_path):
    posts = [post("a", "1"), post("a", "2", platform="PierChat"), post("b", "9", "a"),
             post("c", "9", "a", platform="pierchat")]  # fmt: skip
    accounts = [profile("1", "oil_jar"), profile("2", "elsewhere"), profile("2", "salt_line", platform="PierChat")]
    named = named_in(tmp_path, posts, accounts=accounts)
    assert (named["b"], named["c"]) == ("@oil_jar", "@salt_line")


def test_those_of_some_posts_are_those_of_all(tmp_path):
    posts = [post("a", "1"), post("b", "2", "a"), post("c", "3", "b")]
    assert named_in(tmp_path, posts, ["b", "unknown"]) == {"a": None, "b": None, "c": "@harbourfeed:2"}


_WRITTEN = st.lists(
    st.tuples(
        st.sampled_from(["Harbourfeed", "pierchat"]), st.sampled_from("abc"), st.sampled_from([*"0123456", "z", None])
    ),
    min_size=1, max_size=7,
)  # fmt: skip


@settings(max_examples=25)
@given(written=_WRITTEN)
def test_authors_are_those_of_a_plain_look_at_all_posts(tmp_path_factory, written):
    posts = [
        post(str(number), account, reply, platform=platform)
        for number, (platform, account, reply) in enumerate(written)
    ]
    wrote = {(platform.lower(), str(number)): account for number, (platform, account, _) in enumerate(written)}
    expected = {}
    for number, (platform, account, reply) in enumerate(written):
        whom = wrote.get((platform.lower(), reply))
        expected[str(number)] = None if whom in (None, account) else f"@{platform.lower()}:{whom}"
    assert named_in(tmp_path_factory.mktemp("corpus"), posts) == expected


def test_a_reshare_names_whose_post_it_is_and_stays_a_reshare_where_nobody_is_known(tmp_path):
    posts = [
        post("a", "1"),
        post("b", "2", kind="reshare", reshare_of="a"),
        post("c", "2", kind="reshare", reshare_of="https://lamps.example/posts/1"),
        post("d", "1", kind="reshare", reshare_of="a"),
        post("e", "2", "a", kind="reply", reshare_of="@wick"),
    ]
    named_in(tmp_path, posts, accounts=[profile("1", "oil_jar"), profile("2", "wick")])
    folder = open_accounts(tmp_path)
    (table,) = folder.read_posts(folder.read_accounts(now=AT).checked.table, now=AT, counts=PostCounts())
    assert table["reply_to"].to_pylist() == [None, None, None, None, "@oil_jar"]
    assert table["reshare_of"].to_pylist() == [None, "@oil_jar", "https://lamps.example/posts/1", "a", "@wick"]


@pytest.mark.parametrize("handle", ["oil_jar", None])
def test_posts_of_a_corpus_name_whom_they_answer(tmp_path, handle):
    named_in(tmp_path, [post("a", "1"), post("b", "2", "a")], accounts=[profile("1", handle), profile("2", "wick")])
    folder = open_accounts(tmp_path)
    accounts = folder.read_accounts(now=AT).checked.table
    (table,) = folder.read_posts(accounts, now=AT, counts=PostCounts())
    assert table["reply_to"].to_pylist() == [None, f"@{handle or 'harbourfeed:1'}"]
