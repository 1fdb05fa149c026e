"""Where a case stands after its decisions: the rule of four eyes, alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.cases.models.vocabulary import CaseState, Outcome
from seawall.desk.cases.standing import Vote, standing_of

BREACH, FINE, UNSURE = Outcome.IN_BREACH, Outcome.NOT_IN_BREACH, Outcome.NOT_ENOUGH_INFORMATION


def vote(person: int, outcome: Outcome, *, protected: bool = False) -> Vote:
    return Vote(person=person, outcome=outcome, protected=protected)


def test_without_a_decision_the_case_is_open():
    assert standing_of([]).state is CaseState.OPEN


def test_one_plain_decision_settles_the_case():
    for outcome in Outcome:
        standing = standing_of([vote(1, outcome)])
        assert (standing.state, standing.outcome, standing.decided_by) == (CaseState.DECIDED, outcome, 1)
        assert not standing.second_needed


def test_a_protected_purpose_needs_no_second_reviewer_to_clear_somebody():
    assert standing_of([vote(1, FINE, protected=True)]).state is CaseState.DECIDED
    assert standing_of([vote(1, UNSURE, protected=True)]).state is CaseState.DECIDED


def test_a_protected_breach_waits_for_another_person():
    standing = standing_of([vote(1, BREACH, protected=True)])
    assert (standing.state, standing.outcome) == (CaseState.SECOND_LOOK, None)


def test_two_who_agree_settle_a_protected_breach():
    standing = standing_of([vote(1, BREACH, protected=True), vote(2, BREACH)])
    assert (standing.state, standing.outcome) == (CaseState.DECIDED, BREACH)
    assert (standing.decided_by, standing.second_by) == (1, 2)


def test_two_who_differ_leave_it_to_a_third():
    votes = [vote(1, BREACH, protected=True), vote(2, FINE)]
    assert standing_of(votes).state is CaseState.DIFFERING
    for outcome in Outcome:
        standing = standing_of([*votes, vote(3, outcome)])
        assert (standing.state, standing.outcome, standing.decided_by) == (CaseState.DECIDED, outcome, 3)


def test_a_correction_does_not_shake_off_the_second_reviewer():
    assert standing_of([vote(1, BREACH)], protected_before=True).state is CaseState.SECOND_LOOK


@st.composite
def rounds(draw):
    people = draw(st.permutations([1, 2, 3]))
    count = draw(st.integers(0, 3))
    return [vote(people[n], draw(st.sampled_from(Outcome)), protected=draw(st.booleans())) for n in range(count)]


@given(rounds(), st.booleans())
def test_no_protected_breach_ever_stands_on_one_person(votes, protected_before):
    standing = standing_of(votes, protected_before=protected_before)
    assert (standing.state is CaseState.DECIDED) == (standing.outcome is not None)
    assert (standing.outcome is None) == (standing.decided_by is None)
    if standing.outcome is BREACH and (protected_before or any(one.protected for one in votes)):
        agreeing = {one.person for one in votes if one.outcome is BREACH}
        assert len(agreeing) >= 2 or votes[0].outcome is not BREACH
    if standing.second_needed and standing.outcome is BREACH:
        assert standing.second_by is not None
        assert standing.second_by != standing.decided_by
