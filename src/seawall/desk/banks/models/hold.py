"""Why is something in a bank held back from raising? One row a reason, placed and released; never deleted.

Held back are a lone entry or a whole piece of content. Its matches are still found and shown, with the reason. A
dispute is released by somebody else than who raised it: the database sees to that.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models.bank import Bank
from seawall.desk.banks.models.content import BankContent
from seawall.desk.banks.models.entry import BankEntry
from seawall.desk.people.models import StaffMember

__all__ = ["Hold"]

_STANDS = Q(released_at__isnull=True)


class Hold(models.Model):
    """One reason to hold an entry or a piece of content back."""

    class Kind(models.TextChoices):
        """Why."""

        DISPUTED = "disputed", _("Disputed")
        QUARANTINED = "quarantined", _("Quarantined")
        COLLIDING = "colliding", _("Near what is protected")
        SET_ASIDE = "set_aside", _("Set aside after a look")

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="holds")
    entry = models.ForeignKey(BankEntry, on_delete=models.PROTECT, related_name="holds", null=True, blank=True)
    content = models.ForeignKey(BankContent, on_delete=models.PROTECT, related_name="holds", null=True, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    reason = models.TextField()
    figures = models.JSONField(default=dict, blank=True)  # of a quarantine: what was counted
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("hold")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["disputed", "quarantined", "colliding", "set_aside"]), name="hold_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True, content__isnull=False) | Q(entry__isnull=False, content__isnull=True),
                name="hold_is_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(
                condition=~Q(kind__in=["disputed", "set_aside"]) | Q(placed_by__isnull=False),
                name="hold_by_a_person_names_them",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, released_reason="")
                | (Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_reason="")),
                name="hold_release_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="disputed") | Q(released_by__isnull=True) | ~Q(released_by=F("placed_by")),
                name="dispute_is_settled_by_somebody_else",
            ),
            models.UniqueConstraint(fields=["entry", "kind"], condition=_STANDS, name="one_hold_of_a_kind_on_an_entry"),
            models.UniqueConstraint(
                fields=["content", "kind"], condition=_STANDS, name="one_hold_of_a_kind_on_a_content"
            ),
        ]
        indexes = [models.Index(fields=["bank"], condition=_STANDS, name="hold_standing")]

    @property
    def subject(self) -> BankEntry | BankContent:
        """Return what is held back."""
        found = self.entry if self.entry_id is not None else self.content
        assert found is not None  # hold_is_on_one_thing
        return found

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.pk}"
