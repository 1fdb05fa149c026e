"""What did a reviewer say of a link's accounts? Same, different or unsure, with a reason; never changed, only revised.

A judgement is of the pair, and one of a person's judgements of a pair is in force. A later one revises it: the row
before stays and says when it was revised. Triggers (migration 0002) refuse any other change.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.linking.models.link import Link
from seawall.desk.people.models import StaffMember

__all__ = ["Judgement", "Verdict"]


class Verdict(models.TextChoices):
    """What a reviewer says; the values are those of `seawall.identity.judgements.Verdict`."""

    SAME = "same", _("The same actor")
    DIFFERENT = "different", _("Different actors")
    UNSURE = "unsure", _("Unsure")


class Judgement(models.Model):
    """One judgement by one person of the two accounts of a link."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="judgements")  # the one looked at
    left = models.CharField(max_length=701)  # `platform:id`, the lesser of both
    right = models.CharField(max_length=701)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("judgement")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verdict_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_says_why"),
            models.CheckConstraint(
                condition=~Q(left="") & ~Q(right="") & ~Q(left=F("right")), name="judgement_is_of_two_accounts"
            ),
            models.CheckConstraint(
                condition=Q(revised_at__isnull=True) | Q(revised_at__gte=F("at")), name="judgement_is_revised_later"
            ),
            models.UniqueConstraint(
                fields=["left", "right", "by"], condition=Q(revised_at__isnull=True), name="one_judgement_of_a_person"
            ),
        ]
        indexes = [models.Index(fields=["link"], name="judgement_of_link")]

    @property
    def in_force(self) -> bool:
        """Say whether its maker has not revised it."""
        return self.revised_at is None

    def __str__(self) -> str:
        """Number and verdict, never the accounts."""
        return f"J{self.pk}: {self.verdict}"
