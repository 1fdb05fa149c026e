"""The closed word lists of a case: states, priorities, purposes, stances, outcomes and protected purposes.

The values are permanent: they stand in the database and in the ledger. The titles are what reviewers read. Stances
describe what a text does; none describes a person.
"""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = [
    "PROTECTED_STANCES",
    "UNDECIDED_STATES",
    "CasePurpose",
    "CaseState",
    "Outcome",
    "Priority",
    "ProtectedPurpose",
    "Stance",
]


class CaseState(TextChoices):
    """Whose turn it is."""

    OPEN = "open", _("Needs a look")
    SECOND_LOOK = "second_look", _("Needs a second reviewer")
    DIFFERING = "differing", _("Reviewers differ: needs a legal officer")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed without a decision")


UNDECIDED_STATES: Final = (CaseState.OPEN, CaseState.SECOND_LOOK, CaseState.DIFFERING)
"""States in which a case waits for a reviewer; an account has one such case at most."""


class Priority(IntegerChoices):
    """How soon a case should be looked at. It orders the queue and says nothing about the outcome."""

    FIRST = 1, _("Look first")
    SOON = 2, _("Look soon")
    LATER = 3, _("Look later")


class CasePurpose(TextChoices):
    """Why the desk may look at an account at all."""

    KNOWN_CONTENT = "known_content", _("Assess whether posts carry content that a bank lists, and for what purpose")
    SUCCESSOR = "successor", _("Assess, by what it does itself, an account that may continue a closed one")
    COORDINATED = "coordinated", _("Assess, by what it posts itself, an account that acts together with others")


class Stance(TextChoices):
    """What the posts do with the content that was found."""

    PROMOTES = "promotes", _("Promotes it")
    INSTRUCTS = "instructs", _("Instructs how to do harm")
    RECRUITS = "recruits", _("Recruits or collects money")
    SELLS_ARMS = "sells_arms", _("Sells arms")
    THREATENS = "threatens", _("Threatens")
    CONDEMNS = "condemns", _("Condemns or counters it")
    REPORTS = "reports", _("Reports it as news")
    RESEARCHES = "researches", _("Researches, teaches or documents it")
    QUOTES = "quotes", _("Quotes it without taking sides")
    PRAYS = "prays", _("Prays, or speaks of faith")
    UNCLEAR = "unclear", _("Unclear")


PROTECTED_STANCES: Final = frozenset(
    {Stance.CONDEMNS, Stance.REPORTS, Stance.RESEARCHES, Stance.QUOTES, Stance.PRAYS, Stance.UNCLEAR}
)
"""Stances with which a single reviewer can't find a breach: another person must come to the same outcome."""


class Outcome(TextChoices):
    """What a reviewer finds. It triggers nothing by itself."""

    IN_BREACH = "in_breach", _("In breach")
    NOT_IN_BREACH = "not_in_breach", _("Not in breach")
    NOT_ENOUGH_INFORMATION = "not_enough_information", _("Not enough information")


class ProtectedPurpose(TextChoices):
    """Purposes that the law protects (Regulation (EU) 2021/784, article 1(3)); each asks for a second reviewer."""

    JOURNALISM = "journalism", _("Journalism")
    EDUCATION = "education", _("Education")
    ART = "art", _("Art")
    RESEARCH = "research", _("Research")
    COUNTER_SPEECH = "counter_speech", _("Counter-speech")
    PUBLIC_DEBATE = "public_debate", _("Public debate")
    DOCUMENTATION = "documentation", _("Documentation of crimes")
