"""Who opened a cell, and who had its members named, when and why?

Names are shown to the one who asked, for a working day, and only while the rule for names is met.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seawall.desk.cells.models.cell import Cell
from seawall.desk.people.models import StaffMember

__all__ = ["CellLook", "CellReveal"]


class CellLook(models.Model):
    """One look of one person at one cell."""

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="looks")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cell", "staff", "-at"], name="cell_look_by_person")]

    def __str__(self) -> str:
        """Cell and number."""
        return f"{self.cell_id}: {self.pk}"


class CellReveal(models.Model):
    """That somebody had the members of a cell named, and why."""

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="reveals")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    breached = models.PositiveIntegerField()  # members found in breach by then

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cell_reveal_says_why"),
            models.CheckConstraint(condition=Q(breached__gte=3), name="cell_reveal_rests_on_three"),
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="cell_reveal_ends"),
        ]
        indexes = [models.Index(fields=["cell", "staff", "-until"], name="cell_reveal_standing")]

    def __str__(self) -> str:
        """Cell and number."""
        return f"{self.cell_id}: {self.pk}"
