"""What is a bank? A list of signals with owner, policy, opinion, licence of use and how near a match must be.

`version` grows with every change of the bank or of anything in it; `facts_version` is the version of the last change
that concerns every entry (policy, limits, matching on or off, its end), so that an index can tell a small change from a
large one. Left out: what is in it.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember

__all__ = ["Bank", "Opinion"]


class Opinion(models.TextChoices):
    """What the owner of a bank says about content that matches."""

    POSITIVE = "positive", _("Breaches the policy")
    NEGATIVE = "negative", _("Lawful: never raise it")
    SEED = "seed", _("Only a lead, not yet judged")


class Bank(models.Model):
    """A list of signals with owner, policy and opinion."""

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
    origin = models.CharField(
        _("comes from"),
        max_length=120,
        blank=True,
        default="",
        help_text=_(
            "The partner or list that its entries come from. They raise nothing before somebody here has looked at "
            "what they match. Empty: the bank is filled here."
        ),
    )
    enabled_ratio = models.FloatField(
        _("share of content compared"),
        default=1.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_(
            "0 switches the bank off, 1 compares everything. In between: look-ups by other systems take a share."
        ),
    )
    limits = models.JSONField(default=dict, blank=True)  # signal type → largest distance that counts
    version = models.PositiveBigIntegerField(default=1)
    facts_version = models.PositiveBigIntegerField(default=1)
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(opinion__in=Opinion.values), name="bank_opinion_is_known"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="bank_version_counts_from_one"),
            models.CheckConstraint(
                condition=models.Q(enabled_ratio__gte=0, enabled_ratio__lte=1), name="bank_ratio_is_0_to_1"
            ),
        ]

    @property
    def is_matching(self) -> bool:
        """Say whether the bank is switched on; whether it has ended is another question."""
        return self.enabled_ratio > 0

    def __str__(self) -> str:
        """Show the name."""
        return self.name
