"""A purpose that stands without being asked for: whose, and from which case."""

from __future__ import annotations

from seawall.clock import utc_now
from seawall.desk.cases.services import declare_conflict
from seawall.desk.observations.purposes import standing_purpose


def test_an_open_case_is_a_purpose_for_all_but_those_who_declared_a_conflict(staff_with, case_about):
    barred, colleague, case = staff_with(), staff_with(), case_about("harbourfeed", "7")
    declare_conflict(case, acting=barred, reason="We share a staircase.")
    found = standing_purpose("harbourfeed", "7", reader=colleague, now=utc_now())
    assert found is not None
    assert found.case_reference == case.reference
    assert standing_purpose("harbourfeed", "7", reader=barred, now=utc_now()) is None
