"""What is to be said of a row of an upload? It was set aside, the bank has its account already, or part is not used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.closings.models.closing_list import ClosingList

__all__ = ["RowRemark"]


class RowRemark(models.Model):
    """One remark on one row of the file of a list."""

    class Kind(models.TextChoices):
        """What became of the row."""

        SET_ASIDE = "set_aside", _("Set aside")
        KNOWN = "known", _("Known already")
        NOTE = "note", _("Taken, with a remark")

    listed = models.ForeignKey(ClosingList, on_delete=models.PROTECT, related_name="remarks", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    row = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        verbose_name = _("remark on a row")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["set_aside", "known", "note"]), name="row_remark_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="row_remark_says_why"),
        ]
        indexes = [models.Index(fields=["listed", "kind"], name="row_remark_of_list")]

    def __str__(self) -> str:
        """Row and kind."""
        return f"{self.row}: {self.kind}"
