"""Which accounts of the corpus were compared with which closed ones, and how far did that get? One row a pass.

A pass takes the accounts in the order of their names and stores what it finds part by part together with the place
where it is, so one that was killed or cancelled goes on there. It names the batches of the corpus that it covers and
the version of the bank that it began with: what came later is the next one's.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.linking.models.link_model import LinkModel
from seawall.desk.people.models import StaffMember

__all__ = ["LinkingPass"]


class LinkingPass(models.Model):
    """One walk over the accounts that are to be compared."""

    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    everything = models.BooleanField(default=False)  # all accounts, not those alone that came or may return
    batches = models.JSONField(default=list)  # ids of the batches that are new to it
    closings_version = models.PositiveBigIntegerField()  # of the bank when it began
    alive_since = models.DateTimeField(null=True, blank=True)  # accounts seen later may continue what was signed
    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="passes")
    cursor = models.CharField(max_length=720, blank=True, default="")  # the last account dealt with
    wanted = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("comparison of accounts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, finished_at__isnull=True) | Q(is_open=False, finished_at__isnull=False),
                name="linking_pass_ends_once",
            ),
            models.UniqueConstraint(fields=["is_open"], condition=Q(is_open=True), name="one_linking_pass_at_a_time"),
        ]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger."""
        return f"linking_pass:{self.pk}"

    def __str__(self) -> str:
        """Show the number."""
        return f"P{self.pk}"
