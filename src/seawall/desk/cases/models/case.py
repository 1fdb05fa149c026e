"""What do reviewers work on? A case: one subject on one platform, its state, its place in the queue, who is on it.

The subject is an account; where a post is unsigned it is the channel, and where even that is unknown the post itself.
References (`C-2026-000001`) have no gaps within a year: the number is taken from `CaseNumber` in the transaction that
opens the case. Four eyes are a constraint of the table: a breach that asks for a second reviewer can't stand as
decided without one, and the second is another person than the first. A comparison with null is neither true nor false
and would pass a check, so each constraint says which columns are not null.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models.vocabulary import UNDECIDED_STATES, CasePurpose, CaseState, Outcome, Priority
from seawall.desk.people.models import StaffMember

__all__ = ["Case", "CaseNumber"]


class CaseNumber(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Year and number."""
        return f"{self.year}: {self.last}"


class Case(models.Model):
    """A subject that reviewers look at, once; a later one has a case of its own."""

    reference = models.CharField(max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    channel_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    post_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    handle = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    display_name = models.CharField(max_length=1000, null=True, blank=True)  # noqa: DJ001
    purpose = models.CharField(max_length=40, choices=CasePurpose.choices, default=CasePurpose.KNOWN_CONTENT)
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.OPEN)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    reasons = models.JSONField(default=list)
    finding_count = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="claimed_cases"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, choices=Outcome.choices, null=True, blank=True)  # noqa: DJ001
    second_needed = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("case")
        indexes = [
            models.Index(fields=["priority", "opened_at", "id"], name="case_by_priority_and_age"),
            models.Index(fields=["state", "priority", "opened_at", "id"], name="case_by_state"),
            models.Index(fields=["platform", "account_id"], name="case_by_account"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="case_number_given_once"),
            *(
                models.UniqueConstraint(
                    fields=["platform", subject], condition=Q(state__in=UNDECIDED_STATES), name=f"one_case_a_{name}"
                )
                for subject, name in (("account_id", "account"), ("channel_id", "channel"), ("post_key", "post"))
            ),
            models.CheckConstraint(
                condition=Q(account_id__isnull=False, account_id__gt="", channel_id__isnull=True, post_key__isnull=True)
                | Q(account_id__isnull=True, channel_id__isnull=False, channel_id__gt="", post_key__isnull=True)
                | Q(account_id__isnull=True, channel_id__isnull=True, post_key__isnull=False, post_key__gt=""),
                name="case_has_one_subject",
            ),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="case_priority_is_known"),
            models.CheckConstraint(condition=Q(purpose__in=CasePurpose.values), name="case_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False, state__in=UNDECIDED_STATES),
                name="case_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.DECIDED, outcome__isnull=False, outcome__in=Outcome.values)
                & Q(decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state=CaseState.DECIDED) & Q(outcome__isnull=True, decided_at__isnull=True),
                name="decided_case_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(second_needed=False)
                | ~Q(state=CaseState.DECIDED)
                | ~Q(outcome=Outcome.IN_BREACH)
                | Q(second_by__isnull=False),
                name="protected_breach_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | Q(decided_by__isnull=False) & ~Q(second_by=F("decided_by")),
                name="second_reviewer_is_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False, closed_because__isnull=False)
                & Q(closed_because__gt="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True, closed_because__isnull=True),
                name="closed_case_says_why",
            ),
        ]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger."""
        return f"case:{self.reference}"

    def __str__(self) -> str:
        """Show the reference, never the account."""
        return self.reference
