"""A long table comes in in the background, killed or not; a signature sees to it that the corpus is compared."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from seawall.desk.closings import views
from seawall.desk.closings.asking import ask_closings
from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.errors import ClosingRoleError
from seawall.desk.closings.models import ClosedAccount, ClosingList
from seawall.desk.closings.services import importing
from seawall.desk.people.roles import Role
from seawall.desk.sources.models import Run
from seawall.desk.sources.work import perform

from .conftest import closed_row

pytestmark = pytest.mark.django_db

FACTS = ListFacts(came="corpus", file_name="closed.csv", note="export of March")


def uploaded(path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_a_long_table_comes_in_in_the_background(table, client_of, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE_BYTES", 10)
    analyst = client_of(Role.ANALYST)
    path = table(closed_row(1), closed_row(2, ground=""))
    data = {"upload": uploaded(path), "came": "corpus", "note": "export of March"}
    answer = analyst.post(reverse("closings:upload"), data)
    run = Run.objects.get()
    assert answer["Location"] == reverse("sources:run", args=[run.pk])
    assert not ClosedAccount.objects.exists()
    perform(run.pk)
    run.refresh_from_db()
    listed = ClosingList.objects.get()
    assert run.state == Run.State.FINISHED
    assert run.outcome == {"list": listed.pk, "taken": 1, "proposed": 1, "known": 0, "set_aside": 1}
    assert (listed.came, listed.note, listed.imported_by) == ("corpus", "export of March", analyst.staff)
    page = analyst.get(reverse("sources:run", args=[run.pk])).content.decode()
    assert reverse("closings:one_list", args=[listed.pk]) in page


def test_a_killed_import_goes_on_behind_its_last_part(table, analyst, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 2)
    run = ask_closings(uploaded(table(*(closed_row(number) for number in range(5)))), FACTS, acting=analyst)
    take, parts = importing._take_part, iter([True, False])

    def killed(*given, **named):
        if not next(parts):
            raise KeyboardInterrupt
        return take(*given, **named)

    monkeypatch.setattr(importing, "_take_part", killed)
    with pytest.raises(KeyboardInterrupt):
        perform(run.pk)
    assert (ClosingList.objects.get().taken, Run.objects.get().state) == (2, Run.State.RUNNING)
    monkeypatch.setattr(importing, "_take_part", take)
    perform(run.pk)
    assert (ClosingList.objects.get().taken, ClosedAccount.objects.count()) == (5, 5)
    assert Run.objects.get().state == Run.State.FINISHED


def test_a_file_that_is_no_table_ends_the_run_with_its_words(table, analyst):
    path = table(closed_row())
    run = ask_closings(SimpleUploadedFile("closed.txt", path.read_bytes()), FACTS, acting=analyst)
    perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == (Run.State.FAILED, "upload a file that ends in .csv or .parquet")


def test_an_approver_brings_no_long_list_in(table, staff_with):
    with pytest.raises(ClosingRoleError):
        ask_closings(uploaded(table(closed_row())), FACTS, acting=staff_with(Role.APPROVER))
    assert not Run.objects.exists()


def test_a_signature_at_the_desk_has_the_corpus_compared(bring_in, client_of):
    listed = bring_in(closed_row())
    officer = client_of(Role.LEGAL)
    officer.get(reverse("closings:sample", args=[listed.pk]))
    officer.post(reverse("closings:sign", args=[listed.pk]))
    assert [(run.kind, run.state) for run in Run.objects.all()] == [(Run.Kind.LINKING, Run.State.WAITING)]
