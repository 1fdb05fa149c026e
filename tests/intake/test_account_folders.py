import gzip
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.identity import AccountTableError
from seawall.intake.account_folders import PostCounts, open_accounts
from seawall.intake.account_pictures import read_pictures
from seawall.intake.errors import IntakeError
from seawall.intake.portrait_folders import portraits_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def posts_of(folder, accounts):
    counts = PostCounts()
    tables = list(folder.read_posts(accounts, now=NOW, counts=counts))
    return (pa.concat_tables(tables) if tables else None), counts


def test_a_plain_folder_gives_accounts_and_posts_with_bad_rows_set_aside(tmp_path):
    accounts = ["account,handle,followers,created", "1,lamp,12,2026-01-02T03:04:05Z", ",nobody,1,", "2,tide,many,soon"]
    posts = ["account,time,text,media", "1,2026-02-02T00:00:00Z,hello,m1 m2", "9,2026-02-02T00:00:00Z,of another,"]
    write(tmp_path / "accounts.csv", "\n".join([*accounts, "3,a,b,c,d"]))
    write(tmp_path / "posts.csv", "\n".join([*posts, "1,yesterday,bad time,", '2,1767225600,"two\nlines",']))
    folder = open_accounts(tmp_path)
    read = folder.read_accounts(now=NOW).checked
    assert read.table["account"].to_pylist() == ["1", "2"]
    assert read.table["followers"].to_pylist() == [12, None]
    assert sorted((one.row, one.reason) for one in read.set_aside) == [
        (2, "there is no account"), (4, "4 columns expected, 5 found"),
    ]  # fmt: skip
    assert sorted((one.row, one.reason.partition(":")[0]) for one in read.notes) == [(3, "created"), (3, "followers")]
    assert {one.file for one in (*read.set_aside, *read.notes)} == {str(tmp_path / "accounts.csv")}
    posts, counts = posts_of(folder, read.table)
    assert posts["text"].to_pylist() == ["hello", "two\nlines"]
    assert posts["owner"].to_pylist() == [0, 1]
    assert posts["media"].to_pylist() == [["m1", "m2"], []]
    assert posts["time"].to_pylist()[1] == datetime(2026, 1, 1, tzinfo=UTC)
    assert (counts.read, counts.of_others, counts.set_aside_count) == (4, 1, 1)
    assert counts.set_aside[0].row == 3


def test_parquet_with_the_corpus_names_of_columns_is_understood(tmp_path):
    accounts = {"platform": ["harbourfeed", "pierchat"], "account_id": ["1", "1"], "display_name": ["A", "B"],
                "created_at": [NOW, None]}  # fmt: skip
    pq.write_table(pa.table(accounts), tmp_path / "accounts.parquet")
    (tmp_path / "posts").mkdir()
    for part, platform in enumerate(("harbourfeed", "pierchat")):
        posts = {"platform": [platform], "account_id": ["1"], "posted_at": [NOW], "text": [platform], "media": [["m"]]}
        pq.write_table(pa.table(posts), tmp_path / "posts" / f"part-{part}.parquet")
    folder = open_accounts(tmp_path)
    read = folder.read_accounts(now=NOW).checked
    assert read.table["account"].to_pylist() == ["harbourfeed:1", "pierchat:1"]
    posts, _ = posts_of(folder, read.table)
    assert dict(zip(posts["owner"].to_pylist(), posts["text"].to_pylist(), strict=True)) == {
        0: "harbourfeed",
        1: "pierchat",
    }


def test_posts_without_platform_find_an_account_that_has_one(tmp_path):
    write(tmp_path / "accounts.csv", "platform,account\nharbourfeed,1\nharbourfeed,2\n")
    write(tmp_path / "posts.csv", "account,text\n2,lamp\nharbourfeed:1,tide\n")
    folder = open_accounts(tmp_path)
    posts, counts = posts_of(folder, folder.read_accounts(now=NOW).checked.table)
    assert posts["owner"].to_pylist() == [1, 0]
    assert counts.of_others == 0


def test_closed_accounts_stand_before_accounts_where_they_are_asked_for(tmp_path):
    write(tmp_path / "accounts.csv", "account\n1\n")
    with gzip.open(tmp_path / "closed_accounts.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write("account\n2\n")
    assert open_accounts(tmp_path).accounts.name == "accounts.csv"
    closed = open_accounts(tmp_path, closed=True)
    assert closed.read_accounts(now=NOW).checked.table["account"].to_pylist() == ["2"]


def test_further_columns_come_row_by_row_with_the_accounts_that_are_kept(tmp_path):
    write(tmp_path / "accounts.csv", "account,true_one\nb,x\n,lost\na,\n")
    read = open_accounts(tmp_path / "accounts.csv").read_accounts(now=NOW, more=("true_one",))
    assert dict(zip(read.checked.table["account"].to_pylist(), read.more["true_one"], strict=True)) == {
        "a": "",
        "b": "x",
    }
    with pytest.raises(AccountTableError, match="no column truth; its columns are account, true_one"):
        open_accounts(tmp_path / "accounts.csv").read_accounts(now=NOW, more=("truth",))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.csv", b"who,what\n1,2\n", "has no column account; its columns are who, what"),
        ("accounts.parquet", b"no parquet", "no Parquet that can be read"),
        ("accounts.csv", b"", "no header line"),
        ("accounts.csv", b"account\n", "has no rows"),
        ("people.txt", b"account\n1\n", "no accounts.csv or .parquet"),
    ],
)
def test_what_is_no_table_of_accounts_is_refused_with_the_reason(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises((AccountTableError, IntakeError), match=said):
        open_accounts(tmp_path).read_accounts(now=NOW)


def test_portraits_made_in_parts_are_those_made_at_once(tmp_path):
    count = 9
    write(tmp_path / "accounts.csv", "account,handle\n" + "".join(f"a{n},lamp_{n}\n" for n in range(count)))
    lines = [f"a{n % count},2026-02-0{1 + n % 7}T00:00:00Z,the lamp of {n} and the tide of {n * 7}" for n in range(60)]
    write(tmp_path / "posts.csv", "account,time,text\n" + "\n".join(lines) + "\n")
    folder = open_accounts(tmp_path)
    accounts = folder.read_accounts(now=NOW).checked.table
    whole, parted = (
        portraits_of(folder, accounts, now=NOW, counts=PostCounts(), part_accounts=size) for size in (100, 4)
    )
    assert whole.accounts.to_pylist() == parted.accounts.to_pylist()
    assert whole.post_counts.tolist() == parted.post_counts.tolist()
    for kind, rows in whole.keys.items():
        assert rows.values.tolist() == parted.keys[kind].values.tolist()
    np.testing.assert_array_equal(whole.style.steps, parted.style.steps)


def test_pictures_are_known_by_name_and_by_digest(tmp_path):
    import hashlib

    from PIL import Image

    pictures = tmp_path / "pictures"
    pictures.mkdir()
    y, x = np.mgrid[0:200, 0:240]
    drawn = (127 + 120 * np.sin(0.11 * np.hypot(x - 90, y - 150))).astype(np.uint8)
    Image.fromarray(drawn).save(pictures / "wave.png")
    Image.new("RGB", (90, 90), "grey").save(pictures / "plain.png")
    (pictures / "broken.png").write_bytes(b"\x89PNG nothing")
    digest = "sha256:" + hashlib.sha256((pictures / "wave.png").read_bytes()).hexdigest()
    accounts = pa.table(
        {"avatar": ["wave", digest, "plain.png", "broken.png", None], "banner": ["pictures/wave.png"] * 5}
    )
    found = read_pictures(pictures, accounts)
    assert set(found) == {"wave", digest, "pictures/wave.png"}
    assert len({words.tobytes() for words in found.values()}) == 1
    assert read_pictures(None, accounts) == {}


def test_a_corpus_gives_its_newest_profiles_its_channels_and_their_posts(tmp_path):
    from seawall.corpus import TABLES, BatchOrigin, open_corpus

    def rows(table, **columns):
        count = len(next(iter(columns.values())))
        own = [one for one in TABLES[table] if one.name not in {"key", "batch", "source", "acquired_at"}]
        return pa.table({one.name: pa.array(columns.get(one.name, [None] * count), one.type) for one in own})

    corpus = open_corpus(tmp_path / "corpus")
    earlier = datetime(2026, 1, 1, tzinfo=UTC)
    accounts = rows("accounts", platform=["p", "p"], account_id=["1", "1"], observed_at=[earlier, NOW],
                    handle=["old", "latest"])  # fmt: skip
    channels = rows("channels", platform=["p"], channel_id=["room"], observed_at=[NOW], title=["Lamp Room"])
    posts = rows("posts", platform=["p", "p"], post_id=["a", "b"], account_id=["1", None], channel_id=["room", "room"],
                 posted_at=[NOW, NOW], text=["of the account", "of the room"], kind=["post", "post"])  # fmt: skip
    tables = {"accounts": accounts, "channels": channels, "posts": posts}
    with corpus.write() as writer:
        origin = BatchOrigin(source="s", name="n", fingerprint="f", map_name="m", acquired_at=NOW)
        batch = writer.open_batch(origin)
        for name, table in tables.items():
            keys = pa.array([bytes([number]) * 16 for number in range(table.num_rows)], pa.binary(16))
            batch.append({name: table.append_column("key", keys)})
        batch.finish()
    folder = open_accounts(tmp_path)
    read = folder.read_accounts(now=NOW).checked
    assert read.table["account"].to_pylist() == ["p:1", "p:room"]
    assert read.table["handle"].to_pylist() == ["latest", None]
    assert read.table["kind"].to_pylist() == [None, "channel"]
    found, _ = posts_of(folder, read.table)
    assert dict(zip(found["owner"].to_pylist(), found["text"].to_pylist(), strict=True)) == {
        0: "of the account",
        1: "of the room",
    }
    with pytest.raises(AccountTableError, match="which has no column truth"):
        folder.read_accounts(now=NOW, more=("truth",))
