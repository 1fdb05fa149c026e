"""How did closed accounts come in? One row an upload or a proposal from a case, with its counts and its signature.

A list is signed as a whole, by somebody other than who brought it in, and after that very person has opened its sample:
`look` names the look that the signature rests on. Triggers (migration 0002) refuse a look of anybody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models import Case
from seawall.desk.people.models import StaffMember

__all__ = ["ClosingList", "Coming", "SampleLook"]


class Coming(models.TextChoices):
    """Where the rows of a list are from; the value is permanent."""

    PLATFORM_RECORDS = "platform_records", _("The platform’s own records")
    CORPUS = "corpus", _("A published corpus")
    CASE = "case", _("A case of this desk")


class ClosingList(models.Model):
    """One upload of closed accounts, or one account proposed from a case."""

    came = models.CharField(max_length=20, choices=Coming.choices)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closing_lists", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")
    file_name = models.CharField(max_length=255, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    taken = models.PositiveIntegerField(default=0)  # rows dealt with so far
    proposed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    look = models.ForeignKey("SampleLook", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("list of closed accounts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came__in=["platform_records", "corpus", "case"]), name="closing_list_came_from_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(came="case", case__isnull=False, file_sha256="")
                | ~Q(came="case") & Q(case__isnull=True) & ~Q(file_sha256=""),
                name="closing_list_names_file_or_case",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True, look__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False, look__isnull=False, finished_at__isnull=False)
                & ~Q(signed_by=F("imported_by")),
                name="closing_list_is_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True, refused_reason="")
                | Q(refused_by__isnull=False, refused_at__isnull=False, signed_by__isnull=True) & ~Q(refused_reason=""),
                name="closing_list_refusal_is_whole",
            ),
            models.UniqueConstraint(
                fields=["file_sha256", "imported_by", "came"],
                condition=Q(finished_at__isnull=True) & ~Q(file_sha256=""),
                name="one_import_of_a_closing_list",
            ),
        ]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger."""
        return f"closing_list:{self.pk}"

    @property
    def waits(self) -> bool:
        """Say whether a signature or a refusal is still to come."""
        return self.finished_at is not None and self.signed_at is None and self.refused_at is None and self.proposed > 0

    def __str__(self) -> str:
        """Show the number."""
        return f"L{self.pk}"


class SampleLook(models.Model):
    """That somebody opened the sample of a list, when, and which rows they were shown."""

    listed = models.ForeignKey(ClosingList, on_delete=models.PROTECT, related_name="looks")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shown = models.JSONField()  # numbers of the closed accounts

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        """List and number."""
        return f"{self.listed_id}: {self.pk}"
