"""Files as people upload them, and runs that are worked on at once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from seawall.desk.people.roles import Role
from seawall.desk.sources.models import Run
from seawall.desk.sources.work import perform

HEADER = "platform,post_id,account_id,posted_at,text,kind"


def csv_of(count: int, *, first: int = 0) -> bytes:
    """Return posts in Seawall's own columns."""
    rows = (
        f"harbourfeed,p{n},{n % 7},2026-02-01T00:00:00Z,the lamps return {n},post" for n in range(first, first + count)
    )
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def upload():
    """Return a function that gives an upload of these bytes."""

    def of(content: bytes, name: str = "posts.csv") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    return of


@pytest.fixture
def analyst(staff_with):
    """Return an analyst."""
    return staff_with(Role.ANALYST)


@pytest.fixture
def worked(django_capture_on_commit_callbacks):
    """Return a function that does a run's work, as the worker would, and gives the run as it then is."""

    def work(run: Run) -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            perform(run.pk)
        run.refresh_from_db()
        return run

    return work


@pytest.fixture
def posts_csv():
    """Return a function that writes posts as CSV."""
    return csv_of
