"""On which member did somebody open a case, and why? Where a lawful alternative is named, also that it was weighed.

No run and no job writes here: a row has the person who asked. The database refuses one without a reason, and one that
passes over a lawful alternative.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seawall.desk.cases.models import Case
from seawall.desk.cells.models.member import CellMember
from seawall.desk.people.models import StaffMember

__all__ = ["CellCase"]


class CellCase(models.Model):
    """That a person put one member before reviewers, to be judged by what it posts itself."""

    member = models.ForeignKey(CellMember, on_delete=models.PROTECT, related_name="opened_cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    alternative_named = models.BooleanField()
    alternatives = models.JSONField(default=list)  # names of the lawful alternatives, the best met first
    weighed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cell_case_says_why"),
            models.CheckConstraint(
                condition=Q(alternative_named=False) | Q(weighed=True), name="cell_case_alternative_was_weighed"
            ),
        ]

    def __str__(self) -> str:
        """Show the pseudonym and number."""
        return f"{self.member}: {self.pk}"
