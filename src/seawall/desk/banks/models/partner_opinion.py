"""What does a partner say of something in our banks? One row a statement, with who, when and where they said it.

The last statement of a partner counts; earlier ones stay. Left out: how statements travel.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models.bank import Bank
from seawall.desk.banks.models.content import BankContent
from seawall.desk.banks.models.entry import BankEntry
from seawall.desk.people.models import StaffMember

__all__ = ["PartnerOpinion", "StatedOpinion"]


class StatedOpinion(models.TextChoices):
    """What partners may say of a signal."""

    POSITIVE = "positive", _("Breaches a policy")
    NEGATIVE = "negative", _("Lawful")
    SEED = "seed", _("Only a lead")
    DISPUTED = "disputed", _("Disputes it")
    WITHDRAWN = "withdrawn", _("Has withdrawn it")


class PartnerOpinion(models.Model):
    """One statement of a partner on an entry or a piece of content."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="partner_opinions")
    entry = models.ForeignKey(
        BankEntry, on_delete=models.PROTECT, related_name="partner_opinions", null=True, blank=True
    )
    content = models.ForeignKey(
        BankContent, on_delete=models.PROTECT, related_name="partner_opinions", null=True, blank=True
    )
    partner = models.CharField(_("partner"), max_length=120)
    opinion = models.CharField(_("opinion"), max_length=16, choices=StatedOpinion.choices)
    source = models.CharField(
        _("where they said it"),
        max_length=500,
        help_text=_("A message, a call, a list: so that it can be found again."),
    )
    stated_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("opinion of a partner")
        ordering = ["-stated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__in=["positive", "negative", "seed", "disputed", "withdrawn"]),
                name="partner_opinion_is_known",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True, content__isnull=False) | Q(entry__isnull=False, content__isnull=True),
                name="partner_opinion_is_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(partner="") & ~Q(source=""), name="partner_opinion_says_who_and_where"),
        ]

    def __str__(self) -> str:
        """Partner and opinion."""
        return f"{self.partner}: {self.opinion}"
