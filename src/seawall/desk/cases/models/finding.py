"""What did an engine say, when, and why? One row a finding, as received; only its case and a withdrawal come later.

A finding that was not raised (something speaks against it) is kept too, with its reason, so that reviewers can see
what was held back. Where the engine says something new about the same observation and entry, that is a new row with
the next `revision`; the row before is withdrawn, with the new reason. The database refuses a finding without a reason,
a score outside 0–1, and a case for a finding that was never raised.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models.case import Case
from seawall.desk.cases.models.observation import ObservationCopy
from seawall.desk.people.models import StaffMember

__all__ = ["Finding", "Receipt"]


class Receipt(models.Model):
    """One delivery of findings: who handed them in and when."""

    received_at = models.DateTimeField()
    received_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("receipt of findings")
        constraints = [models.CheckConstraint(condition=models.Q(finding_count__gt=0), name="receipt_is_not_empty")]

    def __str__(self) -> str:
        """Number and size."""
        return f"receipt {self.pk}: {self.finding_count}"


class Finding(models.Model):
    """One claim of an engine about one observation, with its evidence."""

    key = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=0)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="findings")
    observation = models.ForeignKey(ObservationCopy, on_delete=models.PROTECT, related_name="findings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    engine = models.CharField(max_length=80)
    engine_version = models.CharField(max_length=80)
    signal_type = models.CharField(max_length=80)
    bank = models.CharField(max_length=200)
    entry_id = models.CharField(max_length=500)
    opinion = models.CharField(max_length=16)
    policy = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    entry_value = models.TextField(null=True, blank=True)  # noqa: DJ001
    entry_note = models.TextField(null=True, blank=True)  # noqa: DJ001
    part = models.CharField(max_length=80)
    distance = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=80)
    transform = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001
    location = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001
    media_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    alignment = models.JSONField(null=True, blank=True)
    tier = models.CharField(max_length=80)
    score = models.FloatField()
    raised = models.BooleanField()
    because = models.TextField()
    evidence = models.JSONField(default=list)
    spans = models.JSONField(default=list)
    found_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("finding")
        indexes = [
            models.Index(fields=["bank", "entry_id"], name="finding_by_entry"),
            models.Index(fields=["bank", "case"], name="finding_by_bank_and_case"),
            models.Index(
                fields=["id"],
                name="finding_waiting",
                condition=models.Q(raised=True, case__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(fields=["-found_at", "-id"], name="finding_held_back", condition=models.Q(raised=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="finding_received_once"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(withdrawn_at__isnull=True), name="one_revision_stands"
            ),
            models.CheckConstraint(condition=~models.Q(key=""), name="finding_has_a_key"),
            models.CheckConstraint(condition=~models.Q(because=""), name="finding_says_why"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="finding_score_is_0_to_1"),
            models.CheckConstraint(
                condition=models.Q(raised=True) | models.Q(case__isnull=True), name="held_back_finding_has_no_case"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_because__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_because__isnull=False, withdrawn_because__gt=""),
                name="finding_withdrawal_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Name engine, signal and bank entry."""
        return f"{self.signal_type} of {self.bank}/{self.entry_id}"
