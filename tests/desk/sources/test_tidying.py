"""Uploads that nobody will read again leave the data folder; those that may still be read stay."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from seawall.clock import utc_now
from seawall.desk.sources.folders import spool_folder
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import ask_import, upload_path
from seawall.desk.sources.tidying import forget_failed_uploads, forget_stale_uploads

pytestmark = pytest.mark.django_db

NOW = utc_now()
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("state", "age", "is_kept"),
    [
        (Run.State.FAILED, WEEK + timedelta(seconds=1), False),
        (Run.State.FAILED, WEEK, True),
        (Run.State.WAITING, None, True),
        (Run.State.INTERRUPTED, None, True),
    ],
)
def test_an_upload_goes_a_week_after_its_import_failed(desk_home, analyst, upload, posts_csv, state, age, is_kept):
    run = ask_import(upload(posts_csv(2)), acting=analyst)
    Run.objects.filter(pk=run.pk).update(state=state, ended_at=None if age is None else NOW - age)
    assert forget_failed_uploads(NOW) == (0 if is_kept else 1)
    assert upload_path(run).is_file() == is_kept
    assert upload_path(run).parent.exists() == is_kept
    assert forget_failed_uploads(NOW) == 0


def test_what_broke_off_while_it_came_in_goes_after_a_day(desk_home):
    stale, coming_in = spool_folder() / "a.upload", spool_folder() / "b.upload"
    for file, age in ((stale, timedelta(days=1, seconds=1)), (coming_in, timedelta(hours=23))):
        file.write_bytes(b"the lamps return")
        written = (NOW - age).timestamp()
        os.utime(file, (written, written))
    assert forget_stale_uploads(NOW) == 1
    assert [one.name for one in spool_folder().iterdir()] == [coming_in.name]


def test_a_desk_without_uploads_has_nothing_to_tidy(desk_home):
    assert (forget_failed_uploads(NOW), forget_stale_uploads(NOW)) == (0, 0)
