"""Newsrooms, fans and campaigns: shown with what would explain them, and never a case by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, Finding
from seawall.desk.cases.services import open_cases
from seawall.desk.cells.asking import ask_for_cells
from seawall.desk.cells.errors import CellCaseError
from seawall.desk.cells.models import Cell, CellCase
from seawall.desk.cells.services import open_member_case
from seawall.desk.engine_words import engine_words
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.sources.work import perform
from seawall.desk.upkeep.services import run_due_chores

from .lawful_corpus import GROUPS, lawful_rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def searched(put_in, analyst):
    """Look for cells in a corpus of lawful groups, and run all that runs by itself; gives the cells by alternative."""
    put_in(**lawful_rows())
    perform(ask_for_cells(acting=analyst).pk)
    return {cell.lawful[0]["name"]: cell for cell in Cell.objects.all()}


def test_each_group_is_shown_with_its_own_explanation_and_nobody_opens_a_case(searched, client_of, analyst):
    members = {name: {one.account_id for one in cell.members.all()} for name, cell in searched.items()}
    assert members == {name: set(accounts) for name, accounts in GROUPS.items()}
    run_due_chores(utc_now() + timedelta(days=2))
    assert open_cases(acting=SYSTEM, minimum_score=0.0) == []
    assert not Finding.objects.exists()
    assert not Case.objects.exists()
    worker, arabic = client_of(Role.ANALYST), client_of(Role.LEGAL)
    StaffMember.objects.filter(pk=arabic.staff.pk).update(language="ar")
    for cell in searched.values():
        sentence = cell.lawful[0]["sentence"]
        assert sentence in worker.get(f"/cells/{cell.pk}/").content.decode()
        with translation.override("ar"):
            words = engine_words(sentence)
        assert words in arabic.get(f"/cells/{cell.pk}/").content.decode()
    assert not Case.objects.exists()


def test_a_case_takes_a_person_a_reason_and_the_weighing_and_is_about_one_account(searched, analyst):
    member = searched["newsroom_syndication"].members.get(account_id="paper-2")
    with pytest.raises(CellCaseError):
        open_member_case(member, reason="its posts call for fire", acting=analyst)
    assert not Case.objects.exists()
    case = open_member_case(member, reason="its posts call for fire", weighed=True, acting=analyst)
    assert (case.account_id, case.opened_by, Case.objects.count()) == ("paper-2", analyst, 1)
    assert CellCase.objects.get().alternatives[0] == "newsroom_syndication"
    said = str(case.findings.get().evidence)
    assert "a wire service and its papers do this" in said
    assert not any(other in said for other in GROUPS["newsroom_syndication"] if other != "paper-2")
