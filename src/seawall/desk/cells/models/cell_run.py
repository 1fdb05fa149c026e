"""When were cells looked for, in what, how, and what came out? One row a search that came to its end.

Everything that a result means hangs on its options and its shuffled control, so both are kept with it. A search is
stored whole, in one transaction: one that was killed has left nothing and is done again.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import Run

__all__ = ["CellRun"]


class CellRun(models.Model):
    """One finished search for cells over the corpus."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="cell_run")
    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    corpus_version = models.PositiveBigIntegerField()
    options = models.JSONField()  # `seawall.network.CellOptions`, as asked
    figures = models.JSONField()  # slots, accounts, kinds, tests, significant pairs, cells
    control = models.JSONField(null=True, blank=True)  # the same search with shuffled accounts
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")

    class Meta:
        verbose_name = _("search for cells")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__gte=models.F("begun_at")), name="cell_run_ends_after_it_began"
            )
        ]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger."""
        return f"cell_run:{self.pk}"

    def __str__(self) -> str:
        """Show the number."""
        return f"S{self.pk}"
