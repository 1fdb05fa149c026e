"""Which identity models does this desk know, and which one links now? Kept whole, so that old links replay.

A model comes with Seawall or from a retraining that somebody asked for; its content never changes (a trigger says so,
migration 0002), and one is in use. What a link rests on is found by its model's row, not by a file that may be gone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember

__all__ = ["LinkModel", "ModelOrigin"]


class ModelOrigin(models.TextChoices):
    """Where a model is from; the value is permanent."""

    SHIPPED = "shipped", _("Comes with Seawall")
    RETRAINED = "retrained", _("Retrained from this desk’s judgements")


class LinkModel(models.Model):
    """One identity model: its parameters as canonical JSON, and what it was made from."""

    label = models.CharField(max_length=80, unique=True)  # name, version, beginning of the digest
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    origin = models.CharField(max_length=12, choices=ModelOrigin.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    facts = models.JSONField(default=dict)  # counts of pairs and judgements, digests
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("identity model")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=["shipped", "retrained"]), name="link_model_has_an_origin"),
            models.CheckConstraint(
                condition=~Q(origin="retrained") | Q(parent__isnull=False, made_by__isnull=False),
                name="retrained_model_has_parent_and_maker",
            ),
            models.CheckConstraint(condition=~Q(label="") & ~Q(content=""), name="link_model_is_whole"),
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="one_model_links"),
        ]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger."""
        return f"link_model:{self.pk}"

    def __str__(self) -> str:
        """Show the label."""
        return self.label
