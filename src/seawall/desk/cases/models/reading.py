"""Who looked at which case, when and for what; and who must not look, because they know the subject.

A consultation is written when a case page is opened (once a quarter of an hour a person). A conflict of interest is
declared by the reviewer; it bars them from every case about the same subject.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models.case import Case
from seawall.desk.people.models import StaffMember

__all__ = ["ConflictOfInterest", "Consultation"]


class Consultation(models.Model):
    """One look at a case."""

    class Why(models.TextChoices):
        """In which capacity somebody looked."""

        WORK = "work", _("Working the case")
        READING = "reading", _("Reading before work")
        APPROVAL = "approval", _("Reading for an approval")
        AUDIT = "audit", _("Audit")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="consultations")
    why = models.CharField(max_length=16, choices=Why.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("consultation")
        indexes = [models.Index(fields=["case", "staff", "-at"], name="consultation_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why__in=["work", "reading", "approval", "audit"]), name="consultation_says_why"
            )
        ]

    def __str__(self) -> str:
        """Case and capacity."""
        return f"{self.case_id}: {self.why}"


class ConflictOfInterest(models.Model):
    """A reviewer's own statement that they must not work on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="conflicts")
    declared_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        verbose_name = _("conflict of interest")
        constraints = [
            models.UniqueConstraint(fields=["case", "staff"], name="conflict_declared_once"),
            models.CheckConstraint(condition=models.Q(reason__gt=""), name="conflict_says_why"),
        ]

    def __str__(self) -> str:
        """Case and person."""
        return f"{self.case_id}: {self.staff_id}"
