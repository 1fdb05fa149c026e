"""The real data sets come in to the end, and the counts agree with an independent count of the file."""

import csv

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

pytestmark = [pytest.mark.data, pytest.mark.slow]


def csv_rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["hatecheck_arabic.csv", "hatecheck_spanish.csv", "hatecheck_english.csv"])
def test_hatecheck_comes_in_whole(real_data, bring_in, rows_of, name):
    expected = csv_rows(real_data / name)
    summary = bring_in(real_data / name)
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (len(expected), len(expected), 0, 0)
    posts = rows_of("posts")
    assert sorted(post["text"] for post in posts) == sorted(row["test_case"] for row in expected)
    assert {post["language"] for post in posts} == {{"arabic": "ar", "spanish": "es", "english": "en"}[name[10:-4]]}


def test_the_operations_accounts_come_in_whole(real_data, bring_in, rows_of):
    expected = csv_rows(real_data / "information_operation_accounts.csv")
    summary = bring_in(real_data / "information_operation_accounts.csv")
    assert (summary.rows, summary.stored, summary.rejects) == (
        len(expected),
        len({row["author_id"] for row in expected}),
        0,
    )
    assert {account["account_id"] for account in rows_of("accounts")} == {row["author_id"] for row in expected}


def test_csv_as_published_comes_in_whole(real_data, bring_in, rows_of):
    total = 0
    for path in sorted((real_data / "as_published").glob("*.csv")):
        expected = csv_rows(path)
        summary = bring_in(path)
        assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (len(expected), len(expected), 0, 0)
        total += len(expected)
    posts = rows_of("posts")
    assert len(posts) == total == 6707
    assert sum(post["kind"] == "reshare" for post in posts) > 4000


def test_the_channel_network_comes_in_and_its_doubled_messages_are_repeats(real_data, bring_in, corpus):
    path = real_data / "channel_network.parquet"
    table = pq.read_table(path, columns=["channel", "msg_id", "forwarded_from", "media_key", "url_key"])
    distinct = table.group_by(["channel", "msg_id"]).aggregate([]).num_rows
    summary = bring_in(path)
    assert (summary.rows, summary.stored, summary.repeats) == (table.num_rows, distinct, table.num_rows - distinct)
    assert summary.rejects == 0
    stated = [(table["channel"], table["msg_id"], table[name]) for name in ("forwarded_from", "media_key", "url_key")]
    expected = sum(
        table.filter(pc.is_valid(target)).group_by(["channel", "msg_id", name]).aggregate([]).num_rows
        for (_, _, target), name in zip(stated, ("forwarded_from", "media_key", "url_key"), strict=True)
    )
    with corpus.snapshot() as snapshot:
        assert snapshot.row_count("posts") == distinct
        assert snapshot.row_count("interactions") == pytest.approx(expected, rel=0.001)


def test_the_operations_posts_come_in_and_exact_doubles_are_all_kept(real_data, bring_in, corpus):
    path = real_data / "information_operation_posts.parquet"
    table = pq.read_table(path, columns=["author_id", "content", "publish_date"])
    summary = bring_in(path)
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (table.num_rows, table.num_rows, 0, 0)
    again = bring_in(path)
    assert (again.stored, again.repeats) == (0, table.num_rows)
    with corpus.snapshot() as snapshot:
        assert snapshot.row_count("posts") == table.num_rows
        days = table.append_column("day", pc.floor_temporal(table["publish_date"], unit="day"))
        profiles = days.group_by(["author_id", "day"]).aggregate([]).num_rows
        chunks = -(-table.num_rows // 65_536)
        assert profiles <= snapshot.row_count("accounts") <= profiles + chunks
