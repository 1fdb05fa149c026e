"""What is an entry? One signal of a bank: as somebody wrote it (`value`), and as it is compared (`canonical`).

`changed_in` is the version of the bank in which the entry last changed, so that an index can ask for what is new.
`origin` says which partner or list it comes from ("": made here); until `looked_at`, a foreign entry raises nothing.
"""

from __future__ import annotations

from django.db import models

from seawall.desk.banks.models.bank import Bank, Opinion
from seawall.desk.banks.models.content import BankContent
from seawall.desk.people.models import StaffMember

__all__ = ["BankEntry"]

_STANDS = models.Q(withdrawn_at__isnull=True)
_LONE = models.Q(content__isnull=True)


class BankEntry(models.Model):
    """One signal of a bank."""

    entry_id = models.CharField(max_length=120, unique=True)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="entries", db_index=False)
    content = models.ForeignKey(
        BankContent, on_delete=models.PROTECT, related_name="entries", null=True, blank=True, db_index=False
    )
    signal_type = models.CharField(max_length=40)
    value = models.TextField()
    canonical = models.TextField()
    canonical_sha256 = models.CharField(max_length=64)
    opinion = models.CharField(max_length=16, choices=Opinion.choices)
    note = models.TextField(blank=True, default="")
    origin = models.CharField(max_length=120, blank=True, default="")
    expires_at = models.DateTimeField(null=True, blank=True)
    changed_in = models.PositiveBigIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "signal_type", "canonical_sha256"],
                condition=_STANDS & _LONE,
                name="entry_once_in_a_bank",
            ),
            models.UniqueConstraint(
                fields=["content", "signal_type", "canonical_sha256"],
                condition=_STANDS & ~_LONE,
                name="entry_once_in_a_content",
            ),
            models.CheckConstraint(condition=models.Q(opinion__in=Opinion.values), name="entry_opinion_is_known"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="entry_withdrawal_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=models.Q(looked_at__isnull=True, looked_by__isnull=True)
                | models.Q(looked_at__isnull=False, looked_by__isnull=False),
                name="entry_look_has_who_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["canonical_sha256", "signal_type", "bank"], name="entry_by_canonical"),
            models.Index(fields=["bank", "signal_type"], name="entry_by_bank_and_type"),
            models.Index(fields=["bank", "changed_in"], name="entry_by_bank_and_change"),
            models.Index(fields=["content"], condition=~_LONE, name="entry_by_content"),
            models.Index(fields=["bank"], condition=_STANDS, name="entry_standing"),
            models.Index(
                fields=["bank", "looked_at"],
                condition=~models.Q(origin="") & models.Q(looked_at__isnull=True) & _STANDS,
                name="entry_not_yet_looked_at",
            ),
        ]

    @property
    def waits_for_a_look(self) -> bool:
        """Say whether it came from elsewhere and nobody here has looked at what it matches."""
        return bool(self.origin) and self.looked_at is None

    def __str__(self) -> str:
        """Show the permanent id."""
        return self.entry_id
