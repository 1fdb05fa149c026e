"""A search over a corpus, from asking to what is stored; cancelled, killed, and with nothing to search."""

from __future__ import annotations

import pytest

from seawall.desk.cells.asking import ask_for_cells
from seawall.desk.cells.errors import CellRoleError, CellSearchRunningError
from seawall.desk.cells.models import Cell, CellRun
from seawall.desk.people.roles import Role
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import cancel_run
from seawall.desk.sources.work import perform

from .conftest import pushed_links

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_accounts_that_push_the_same_links_are_found_with_roles_reach_and_places(put_in, analyst):
    profiles = [{"account_id": f"lamp-{number}", "followers": 100 * number} for number in range(1, 6)]
    put_in(interactions=pushed_links(), accounts=profiles)
    run = ask_for_cells(acting=analyst)
    perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == (Run.State.FINISHED, "")
    assert (run.outcome["cells"], run.outcome["control_cells"]) == (1, 0)
    cell = Cell.objects.get()
    assert {member.account_id for member in cell.members.all()} == {f"lamp-{number}" for number in range(1, 6)}
    assert cell.traces[0]["kind"] == "same_url"
    assert (cell.reach["followers_low"], cell.reach["followers_high"]) == (500, 1500)
    assert all(-1 <= member.x <= 1 and -1 <= member.y <= 1 for member in cell.members.all())
    assert {role["role"] for member in cell.members.all() for role in member.roles} == {"amplifier"}
    assert cell.lawful_checked
    assert cell.samples.first().member_count == 5


@pytest.mark.slow
def test_a_search_whose_worker_died_after_storing_is_not_stored_twice(put_in, analyst):
    put_in(interactions=pushed_links())
    run = ask_for_cells(acting=analyst)
    perform(run.pk)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, ended_at=None)  # killed before it could say so
    perform(run.pk)
    assert CellRun.objects.count() == 1
    assert Run.objects.get(pk=run.pk).state == Run.State.FINISHED


def test_a_cancelled_search_leaves_nothing(put_in, analyst):
    put_in(interactions=pushed_links()[:50])
    run = ask_for_cells(acting=analyst)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=run.asked_at)
    Run.objects.filter(pk=run.pk).update(cancel_asked_at=run.asked_at)
    perform(run.pk)
    assert Run.objects.get(pk=run.pk).state == Run.State.CANCELLED
    assert not CellRun.objects.exists()


def test_a_search_that_waits_is_cancelled_at_once(put_in, analyst):
    run = ask_for_cells(acting=analyst)
    assert cancel_run(run, acting=analyst).state == Run.State.CANCELLED


def test_an_empty_corpus_says_that_there_is_nothing_to_search(desk_home, put_in, analyst):
    put_in(posts=[{"post_id": "1", "account_id": "lamp-1", "text": "no time"}])
    run = ask_for_cells(acting=analyst)
    perform(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "nothing that two accounts could have done together" in run.problem


def test_one_search_at_a_time(analyst):
    ask_for_cells(acting=analyst)
    with pytest.raises(CellSearchRunningError):
        ask_for_cells(acting=analyst)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_who_works_on_cells_has_them_looked_for(staff_with, role):
    with pytest.raises(CellRoleError):
        ask_for_cells(acting=staff_with(role))
