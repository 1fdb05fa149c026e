"""What did a reviewer find, on what stance, and why? One row a decision; a row is never rewritten, only undone.

Within a round (a case is reopened into the next) each person decides once. `undone_how` tells an undo within the
grace time from a correction that somebody had to give a reason for. A decision sends nothing anywhere.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models.case import Case
from seawall.desk.cases.models.vocabulary import Outcome, Stance
from seawall.desk.people.models import StaffMember

__all__ = ["Decision"]


class Decision(models.Model):
    """One reviewer's finding about one case."""

    class Undoing(models.TextChoices):
        """How a decision came to stand no longer."""

        UNDO = "undo", _("Undone within the grace time")
        CORRECTION = "correction", _("Corrected")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=16, choices=Stance.choices)
    outcome = models.CharField(max_length=32, choices=Outcome.choices)
    reason = models.TextField()
    protected_purposes = models.JSONField(default=list)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_how = models.CharField(max_length=16, choices=Undoing.choices, null=True, blank=True)  # noqa: DJ001
    undone_because = models.TextField(null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("decision")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "by"],
                condition=Q(undone_at__isnull=True),
                name="a_person_decides_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["case", "round", "position"],
                condition=Q(undone_at__isnull=True),
                name="one_decision_a_position",
            ),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=3), name="at_most_three_decisions"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="stance_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_is_known"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="decision_has_a_reason"),
            models.CheckConstraint(condition=Q(undo_until__gte=F("at")), name="grace_time_is_not_negative"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_how__isnull=True)
                & Q(undone_because__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, undone_how__isnull=False)
                & (
                    Q(undone_how="undo")
                    | Q(undone_how="correction", undone_because__isnull=False, undone_because__gt="")
                ),
                name="undoing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        """Case, round and position."""
        return f"{self.case_id}/{self.round}.{self.position}"
