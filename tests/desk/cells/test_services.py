"""What is stored of a search, who is named when, what opens a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.cases.errors import CaseBarredError
from seawall.desk.cases.models import Case, CasePurpose, CaseState, Priority
from seawall.desk.cases.services import declare_conflict
from seawall.desk.cells import services
from seawall.desk.cells.breaches import breached_members
from seawall.desk.cells.errors import CellCaseError, CellReasonError, CellRoleError, NamesWithheldError
from seawall.desk.cells.history import with_history
from seawall.desk.cells.models import Cell, CellCase, CellReveal, CellRun, CellTie
from seawall.desk.cells.services.revealing import standing_reveal
from seawall.desk.observations.models import Consultation
from seawall.desk.people.roles import Role

from .conftest import cell_record, sample_record, search_record

pytestmark = pytest.mark.django_db
WHY = "its own posts name the quay"
LAWFUL = (
    {
        "name": "disclosed_campaign",
        "sentence": "40% of the texts and hashtags say that they are advertising or a campaign: a campaign that hides "
        "nothing does this.",
        "features": ["disclosed_share"],
        "against": ["Against it: 10% of the moments lead to closed places, forms or wallets."],
    },
)


def events() -> list[str]:
    return list(LedgerRow.objects.order_by("number").values_list("event", flat=True))


def test_a_search_is_stored_whole_with_its_control_and_one_ledger_row(stored):
    cell = stored()
    assert (cell.size, cell.core_size, cell.tie_count) == (5, 3, 10)
    assert cell.members.count() == 5
    assert CellTie.objects.filter(cell=cell, left=1).count() == 4
    assert cell.run.control == {"likely_pairs": 3, "significant_pairs": 0, "cells": 0}
    assert events().count("cells_found") == 1


def test_members_are_called_by_pseudonyms_that_stay_from_search_to_search(stored):
    first, second = stored(), stored()
    names = [list(cell.members.values_list("pseudonym", flat=True)) for cell in (first, second)]
    assert names[0] == names[1]
    assert len({*names[0]}) == 5
    assert not any("lamp" in name for name in names[0])


def test_a_bridge_names_the_other_cell_as_the_desk_calls_it(stored, analyst):
    stored(first=20)  # so that lines and numbers of the search differ
    sentence = "Is tied to 2 accounts of cell {}; 25% of its ties lead out."
    role = {"role": "bridge", "measure": "outside_share", "value": 0.25, "sentence": sentence.format(2), "cell": 2}
    one, other = cell_record(1), cell_record(2, first=11)
    one = replace(one, members=(replace(one.members[0], roles=(role,)), *one.members[1:]))
    first, second = services.store_search(search_record(one, other), acting=analyst).cells.order_by("number")
    assert second.line_id != 2
    assert first.members.get(number=1).roles[0]["sentence"] == sentence.format(second)


def test_the_ledger_names_no_member(stored):
    stored()
    told = b"".join(bytes(payload.payload) for payload in LedgerPayload.objects.all())
    assert b"lamp-" not in told


def test_a_search_that_ends_in_an_error_leaves_nothing(desk_home, analyst):
    twice = cell_record(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.store_search(search_record(cell_record(1), twice, twice), acting=analyst)
    assert not CellRun.objects.exists()
    assert not Cell.objects.exists()


def test_a_cell_that_is_found_again_carries_its_line_on(stored, analyst):
    before = stored()
    (told,) = with_history((cell_record(size=7),))
    after = services.store_search(search_record(told), acting=analyst).cells.get()
    assert (str(after), after.kinship, after.run.previous) == (str(before), "grew", before.run)
    assert (after.came_from.get().before, after.came_from.get().shared) == (before, 5)


def test_two_cells_that_became_one_are_merged_and_both_named(desk_home, analyst):
    services.store_search(search_record(cell_record(1), cell_record(2, first=6)), acting=analyst)
    (told,) = with_history((cell_record(size=10),))
    after = services.store_search(search_record(told), acting=analyst).cells.get()
    assert after.kinship == "merged"
    assert after.came_from.count() == 2


def test_a_cell_that_was_away_comes_back_under_its_number(stored, analyst):
    first = stored()
    stored(first=50)
    (told,) = with_history((cell_record(),))
    back = services.store_search(search_record(told), acting=analyst).cells.get()
    assert (str(back), back.kinship) == (str(first), "returned")


def test_accounts_that_nobody_saw_together_before_are_a_new_cell(stored, analyst):
    stored()
    (told,) = with_history((cell_record(first=50),))
    new = services.store_search(search_record(told), acting=analyst).cells.get()
    assert (new.kinship, new.came_from.count(), new.line.begun_in) == ("born", 0, new.run)


def test_whoever_is_targeted_is_called_by_pseudonym_as_well(stored):
    (target,) = stored(
        targets=({"item": "harbourfeed:quiet-quay", "kind": "same_mention", "members": 4, "visits": 30},)
    ).targets
    assert target["pseudonym"].startswith("acct-")
    assert "quiet-quay" not in str(target)


def test_what_was_shared_is_withheld_where_it_names_a_member(stored):
    samples = (sample_record(5), sample_record(5, item="https://harbourfeed.example/LAMP-2/posts/1"))
    assert [one.names_member for one in stored(samples=samples).samples.all()] == [False, True]


def test_fewer_than_three_in_breach_and_nobody_is_named(stored, in_breach, analyst):
    cell = stored()
    in_breach(1, 2)
    with pytest.raises(NamesWithheldError) as told:
        services.reveal_members(cell, reason="to write to the platform", acting=analyst)
    assert (told.value.breached, told.value.least) == (2, 3)
    assert not CellReveal.objects.exists()
    assert not Consultation.objects.exists()


def test_accounts_of_the_same_id_elsewhere_don_t_count(stored, in_breach):
    cell = stored()
    in_breach(1, 2, 3, platform="pierchat")
    assert breached_members(cell) == frozenset()


def test_three_in_breach_and_a_reason_name_the_members_to_the_one_who_asked(stored, in_breach, analyst, staff_with):
    cell, other = stored(), staff_with(Role.ANALYST)
    in_breach(1, 2, 3)
    reveal = services.reveal_members(cell, reason=" to write to the platform ", acting=analyst)
    assert (reveal.reason, reveal.breached) == ("to write to the platform", 3)
    assert standing_reveal(cell, reader=analyst) == reveal
    assert standing_reveal(cell, reader=other) is None
    assert Consultation.objects.filter(staff=analyst, why="lead", note="to write to the platform").count() == 5
    assert events()[-2:] == ["accounts_consulted", "cell_members_named"]


def test_names_need_a_reason(stored, in_breach, analyst):
    cell = stored()
    in_breach(1, 2, 3)
    with pytest.raises(CellReasonError):
        services.reveal_members(cell, reason="  ", acting=analyst)


def test_names_go_again_when_a_decision_is_taken_back(stored, in_breach, analyst):
    cell = stored()
    cases = in_breach(1, 2, 3)
    services.reveal_members(cell, reason="to write to the platform", acting=analyst)
    Case.objects.filter(pk=cases[0].pk).update(state=CaseState.OPEN, outcome=None, decided_at=None, decided_by=None)
    assert standing_reveal(cell, reader=analyst) is None


def test_names_are_shown_for_a_working_day(stored, in_breach, analyst):
    cell = stored()
    in_breach(1, 2, 3)
    reveal = services.reveal_members(cell, reason="to write to the platform", acting=analyst)
    past = utc_now() - timedelta(hours=9)
    CellReveal.objects.filter(pk=reveal.pk).update(at=past, until=past + timedelta(hours=8))
    assert standing_reveal(cell, reader=analyst) is None


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_works_no_cells_has_nobody_named(stored, in_breach, staff_with, role):
    cell = stored()
    in_breach(1, 2, 3)
    with pytest.raises(CellRoleError):
        services.reveal_members(cell, reason="to know", acting=staff_with(role))


def test_whoever_knows_a_member_has_nobody_named(stored, in_breach, analyst):
    cell = stored()
    case = in_breach(1, 2, 3)[0]
    declare_conflict(case, acting=analyst, reason="a neighbour")
    with pytest.raises(CaseBarredError):
        services.reveal_members(cell, reason="to write to the platform", acting=analyst)


def test_a_conflict_that_is_declared_later_takes_the_names_away(stored, in_breach, analyst):
    cell = stored()
    case = in_breach(1, 2, 3)[0]
    services.reveal_members(cell, reason="to write to the platform", acting=analyst)
    declare_conflict(case, acting=analyst, reason="a neighbour")
    assert standing_reveal(cell, reader=analyst) is None


def test_a_case_is_opened_on_one_member_alone_and_looks_at_its_own_posts(stored, put_in, analyst):
    put_in(accounts=[{"account_id": "lamp-2", "handle": "lampkeeper", "observed_at": utc_now()}])
    cell = stored()
    case = services.open_member_case(cell.members.get(number=2), reason=WHY, acting=analyst)
    assert (case.account_id, case.handle) == ("lamp-2", "lampkeeper")
    assert case.purpose == CasePurpose.COORDINATED
    assert case.priority == Priority.LATER
    assert case.reasons == [{"code": "acts_together"}]
    assert Case.objects.count() == 1
    finding = case.findings.get()
    assert (finding.tier, finding.entry_value) == ("look", str(cell))
    assert "lamp-1" not in str(finding.evidence) + finding.because


def test_asked_twice_it_is_the_same_case(stored, put_in, analyst):
    put_in(accounts=[{"account_id": "lamp-2", "observed_at": utc_now()}])
    member = stored().members.get(number=2)
    first, second = (services.open_member_case(member, reason=WHY, acting=analyst) for _ in range(2))
    assert first == second
    assert member.cell.members.count() == 5


def test_where_a_lawful_alternative_is_named_it_is_weighed_before_a_case_opens(stored, put_in, analyst):
    put_in(accounts=[{"account_id": "lamp-2", "observed_at": utc_now()}])
    member = stored(lawful=LAWFUL, lawful_checked=True).members.get(number=2)
    with pytest.raises(CellCaseError) as told:
        services.open_member_case(member, reason=WHY, acting=analyst)
    assert told.value.why == "not_weighed"
    assert not Case.objects.exists()
    case = services.open_member_case(member, reason=WHY, weighed=True, acting=analyst)
    opened = CellCase.objects.get()
    assert (opened.case, opened.opened_by, opened.reason, opened.weighed) == (case, analyst, WHY, True)
    assert opened.alternatives == ["disclosed_campaign"]
    to_reviewers = [one["detail"] for one in case.findings.get().evidence if one["feature"] == "disclosed_campaign"]
    assert to_reviewers == [LAWFUL[0]["sentence"], *LAWFUL[0]["against"]]


def test_a_case_on_a_member_needs_a_reason(stored, put_in, analyst):
    put_in(accounts=[{"account_id": "lamp-2", "observed_at": utc_now()}])
    with pytest.raises(CellReasonError):
        services.open_member_case(stored().members.get(number=2), reason=" ", acting=analyst)
    assert not Case.objects.exists()


@pytest.mark.parametrize("changes", [{"reason": ""}, {"alternative_named": True, "weighed": False}])
def test_the_database_refuses_a_case_without_reason_or_weighing(stored, put_in, analyst, changes):
    put_in(accounts=[{"account_id": "lamp-2", "observed_at": utc_now()}])
    services.open_member_case(stored().members.get(number=2), reason=WHY, acting=analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        CellCase.objects.update(**changes)


def test_an_account_that_the_corpus_lost_opens_no_case(stored, analyst):
    with pytest.raises(CellCaseError) as told:
        services.open_member_case(stored().members.get(number=2), reason=WHY, acting=analyst)
    assert told.value.why == "gone"


def test_a_look_is_noted_once_a_quarter_of_an_hour(stored, analyst):
    cell = stored()
    assert services.look_at_cell(cell, acting=analyst) == services.look_at_cell(cell, acting=analyst)
    assert events().count("cell_viewed") == 1


def test_names_leave_as_a_file_only_with_a_reveal(stored, in_breach, analyst):
    cell = stored()
    services.note_export(cell, "gexf", named=False, acting=analyst)
    with pytest.raises(NamesWithheldError):
        services.note_export(cell, "gexf", named=True, acting=analyst)
    in_breach(1, 2, 3)
    services.reveal_members(cell, reason="to write to the platform", acting=analyst)
    services.note_export(cell, "gexf", named=True, acting=analyst)
    assert events().count("cell_exported") == 2
