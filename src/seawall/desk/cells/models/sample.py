"""What did members do together? Some of the things that they shared, with who came when.

A sample is drawn from what ties the cell: those with most members first, some of every trace. It holds times and
member numbers, never a text; where the shared thing itself names a member, what it is called is withheld like a name.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cells.models.cell import Cell

__all__ = ["CellSample"]


class CellSample(models.Model):
    """One thing that members shared: an address, a text, a post, a hashtag sequence."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="samples", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    item = models.CharField(max_length=2000)
    names_member = models.BooleanField(default=False)
    member_count = models.PositiveIntegerField()
    slot_count = models.PositiveIntegerField()  # by members; those listed may be fewer
    other_count = models.PositiveIntegerField()  # accounts outside the cell that shared it too
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slots = models.JSONField()  # [{member, at}], in order of time

    class Meta:
        verbose_name = _("sample of what a cell shared")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="cell_sample_number"),
            models.CheckConstraint(condition=Q(member_count__gte=2) & ~Q(item=""), name="cell_sample_is_shared"),
        ]

    def __str__(self) -> str:
        """The trace and the number, never what was shared."""
        return f"{self.kind} {self.number}"
