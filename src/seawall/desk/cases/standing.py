"""What follows from the decisions that stand in a round? Pure rules, so that they can be read and tested alone.

One decision settles a case, except a breach found although something protected speaks: a protected purpose was
ticked, or the stance itself is one (reporting, condemning, praying …). Such a breach needs the same outcome from
another person. Where the two differ, a legal officer who is neither of them decides. Left out: who may decide at all
(roles, claims, conflicts), which the services check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seawall.desk.cases.models.vocabulary import CaseState, Outcome

__all__ = ["Standing", "Vote", "standing_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One decision that stands: whose, with which outcome, and whether something protected speaks in it."""

    person: int
    outcome: Outcome
    protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands after its decisions."""

    state: CaseState
    second_needed: bool
    outcome: Outcome | None = None
    decided_by: int | None = None
    second_by: int | None = None


def standing_of(votes: Sequence[Vote], *, protected_before: bool = False) -> Standing:
    """Return where a case stands after `votes`, in the order in which they were cast.

    `protected_before` is true where an earlier decision named something protected: neither a correction nor closing
    and reopening shakes off the second reviewer.

    >>> alone = Vote(person=1, outcome=Outcome.IN_BREACH, protected=False)
    >>> standing_of([alone]).state.value
    'decided'
    >>> news = Vote(person=1, outcome=Outcome.IN_BREACH, protected=True)
    >>> standing_of([news]).state.value
    'second_look'
    """
    protected = protected_before or any(vote.protected for vote in votes)
    if not votes:
        return Standing(state=CaseState.OPEN, second_needed=False)
    first = votes[0]
    needed = protected and first.outcome is Outcome.IN_BREACH
    if not needed:
        return _decided(first, second=None, needed=False)
    if len(votes) == 1:
        return Standing(state=CaseState.SECOND_LOOK, second_needed=True)
    second = votes[1]
    if second.outcome is first.outcome:
        return _decided(first, second=second, needed=True)
    if len(votes) == 2:
        return Standing(state=CaseState.DIFFERING, second_needed=True)
    third = votes[2]
    agreeing = next((vote for vote in (first, second) if vote.outcome is third.outcome), None)
    return _decided(third, second=agreeing, needed=True)


def _decided(vote: Vote, *, second: Vote | None, needed: bool) -> Standing:
    return Standing(
        state=CaseState.DECIDED,
        second_needed=needed,
        outcome=vote.outcome,
        decided_by=vote.person,
        second_by=second.person if second else None,
    )
