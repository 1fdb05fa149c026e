"""What is a piece of banked content? A picture, video, document or text that was judged, named by several signals.

Its entries (SHA-256, PDQ, the picture's print …) are one fact. The file itself, where there was one, lies in the
evidence folder under `file_sha256`. Its number, for people and for other systems, is `pk`. Left out: what holds it back
(`hold.py`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models.bank import Bank
from seawall.desk.people.models import StaffMember

__all__ = ["BankContent"]


class BankContent(models.Model):
    """One piece of banked content. Its signals are `entries`."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="contents")
    note = models.TextField(_("note"), blank=True, default="")
    metadata = models.JSONField(default=dict, blank=True)  # content_id, content_uri, json: as whoever sent it had them
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=255, blank=True, default="")
    file_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    file_kind = models.CharField(max_length=120, blank=True, default="")
    asides = models.JSONField(default=list, blank=True)  # why something of the file could not be read
    origin = models.CharField(max_length=120, blank=True, default="")  # "": made here
    disabled_until = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("piece of content")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "file_sha256"],
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(file_sha256=""),
                name="file_once_in_a_bank",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="content_withdrawal_has_who_when_why",
            ),
        ]
        indexes = [models.Index(fields=["file_sha256"], name="content_by_file")]

    @property
    def name(self) -> str:
        """Return the permanent name, as entries, findings and the engines have it."""
        return f"C{self.pk}"

    def is_disabled(self, now: datetime) -> bool:
        """Say whether it matches nothing at `now` because somebody disabled it for a time."""
        return self.disabled_until is not None and self.disabled_until > now

    def __str__(self) -> str:
        """Show the permanent name."""
        return self.name
