"""Who looked at which account or file, when, and why? One row a consultation; the ledger has it too.

Opening a person's account asks for a purpose: an open case gives one, otherwise the reader states it. A row is written
once a quarter of an hour for the same reader, subject and purpose, so that turning pages doesn't hide the pattern.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember

__all__ = ["Consultation", "Exposure"]


class Consultation(models.Model):
    """One look at an account or a file."""

    class What(models.TextChoices):
        """What was looked at."""

        ACCOUNT = "account", _("Account")
        MEDIA = "media", _("Picture")

    class Why(models.TextChoices):
        """For which purpose; the value is permanent."""

        CASE = "case", _("Working on a case")
        LEAD = "lead", _("Following a lead from a post or a finding")
        BANK = "bank", _("Weighing a bank entry")
        COMPLAINT = "complaint", _("Answering a complaint or a request")
        QUALITY = "quality", _("Checking earlier work")
        SHOWN = "shown", _("Shown on a page that was opened")

    what = models.CharField(max_length=16, choices=What.choices)
    platform = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=500)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=16, choices=Why.choices)
    note = models.CharField(max_length=500, blank=True, default="")
    case_reference = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("consultation")
        ordering = ["-at"]
        indexes = [models.Index(fields=["staff", "what", "platform", "name", "-at"], name="consultation_of_reader")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why__in=["case", "lead", "bank", "complaint", "quality", "shown"]),
                name="observation_consultation_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=["account", "media"]), name="consultation_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(what="account") | (~models.Q(platform="") & ~models.Q(why="shown")),
                name="account_consultation_states_a_purpose",
            ),
            models.CheckConstraint(
                condition=~models.Q(why="case") | ~models.Q(case_reference=""), name="case_consultation_names_the_case"
            ),
        ]

    def __str__(self) -> str:
        """Kind and purpose, never the account."""
        return f"{self.what}: {self.why}"


class Exposure(models.Model):
    """How often one person unveiled pictures on one day (UTC): for that person's own eyes, never a comparison."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    reveals = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "day"], name="one_exposure_a_day")]

    def __str__(self) -> str:
        """Day and count, never the pictures."""
        return f"{self.day}: {self.reveals}"
