"""Media files that a folder lists are kept by their digest; a wrong, missing or hostile one is told and left."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.corpus.media_files import media_file_path
from seawall.digests import digest_bytes
from seawall.intake import plan_import
from seawall.intake.listed_media import keep_listed_media

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DRAWING = b"a drawing of a grey lighthouse"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "world"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "one.png").write_bytes(DRAWING)
    (folder / "pictures" / "two.png").write_bytes(b"another drawing")
    (tmp_path / "secret.png").write_bytes(DRAWING)
    return folder


def list_media(folder, *rows):
    table = pa.Table.from_pylist([{"platform": "harbourfeed", "media_id": one, "file": file} for one, file in rows])
    pq.write_table(table, folder / "media.parquet")
    posts = [{"platform": "harbourfeed", "post_id": "1", "posted_at": NOW, "kind": "post", "text": "hello"}]
    pq.write_table(pa.Table.from_pylist(posts), folder / "posts.parquet")
    return plan_import(folder, "seawall")


def test_listed_files_are_kept_once_under_their_digest(folder, tmp_path):
    digest = digest_bytes(DRAWING)
    plan = list_media(folder, (str(digest), "pictures/one.png"))
    for _ in range(2):
        done = keep_listed_media(plan, tmp_path / "evidence", now=NOW)
        assert (done.kept, done.left_out) == (1, ())
    assert media_file_path(tmp_path / "evidence", digest).read_bytes() == DRAWING
    assert len([path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("media_id", "file", "reason"),
    [
        (str(digest_bytes(DRAWING)), "pictures/two.png", "not those of"),
        (str(digest_bytes(DRAWING)), "pictures/three.png", "no such file"),
        (str(digest_bytes(DRAWING)), "../secret.png", "no such file"),
        (str(digest_bytes(DRAWING)), "/etc/hostname", "no such file"),
        (str(digest_bytes(DRAWING)), "pictures", "no such file"),
        (str(digest_bytes(DRAWING)), "a\0b", "no such file"),
        ("photo-17", "pictures/one.png", "no digest"),
    ],
)
def test_what_can_not_be_kept_is_told_and_the_rest_goes_on(folder, tmp_path, media_id, file, reason):
    good = (str(digest_bytes(b"another drawing")), "pictures/two.png")
    done = keep_listed_media(list_media(folder, (media_id, file), good), tmp_path / "evidence", now=NOW)
    assert done.kept == 1
    ((name, why),) = done.left_out
    assert name == file
    assert reason in why


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    (folder / "pictures" / "link.png").symlink_to(tmp_path / "secret.png")
    plan = list_media(folder, (str(digest_bytes(DRAWING)), "pictures/link.png"))
    assert keep_listed_media(plan, tmp_path / "evidence", now=NOW).kept == 0
