"""A bank and its entries, as the database keeps them.

An entry is never changed in what it matches and never deleted: who wants another value withdraws it and adds a new one,
so that every finding can still name the entry that it rests on. Absent text is "" here, as Django has it; the engines
see `None` (`selectors.entries_for_scan`). Left out: exchange with partners.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember

__all__ = ["Bank", "BankEntry", "Opinion"]


class Opinion(models.TextChoices):
    """What the owner of a bank says about content that matches."""

    POSITIVE = "positive", _("Breaches the policy")
    NEGATIVE = "negative", _("Lawful: never raise it")
    SEED = "seed", _("Only a lead, not yet judged")


class Bank(models.Model):
    """A list of signals with owner, policy and opinion. `version` grows with every change of it or of its entries."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    owner = models.CharField(_("owner"), max_length=120, help_text=_("The team that answers for what is in it."))
    policy = models.CharField(
        _("policy"), max_length=200, help_text=_("The clause that matching content is measured against.")
    )
    opinion = models.CharField(_("opinion"), max_length=16, choices=Opinion.choices, default=Opinion.SEED)
    licence = models.CharField(
        _("licence of use"), max_length=200, help_text=_("What the entries may be used for, and by whom.")
    )
    expires_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("From then on the bank matches nothing. Empty: no end.")
    )
    version = models.PositiveBigIntegerField(default=1)
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(opinion__in=Opinion.values), name="bank_opinion_is_known"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="bank_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class BankEntry(models.Model):
    """One signal of a bank: as somebody wrote it (`value`), and in the form that is compared (`canonical`)."""

    entry_id = models.CharField(max_length=120, unique=True)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="entries")
    signal_type = models.CharField(max_length=40)
    value = models.TextField()
    canonical = models.TextField()
    canonical_sha256 = models.CharField(max_length=64)
    opinion = models.CharField(max_length=16, choices=Opinion.choices)
    note = models.TextField(blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "signal_type", "canonical_sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="entry_once_in_a_bank",
            ),
            models.CheckConstraint(condition=models.Q(opinion__in=Opinion.values), name="entry_opinion_is_known"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="entry_withdrawal_has_who_when_why",
            ),
        ]
        indexes = [
            models.Index(fields=["canonical_sha256"], name="entry_by_canonical"),
            models.Index(fields=["bank", "signal_type"], name="entry_by_bank_and_type"),
        ]

    def __str__(self) -> str:
        """Show the permanent id."""
        return self.entry_id
