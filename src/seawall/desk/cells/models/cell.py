"""What is a cell? Accounts that act together more than chance explains, as one search found them.

A later search finds it again, larger, split or merged with another: `CellLine` is what stays the same over time and
`CellKinship` says which cells of the search before a cell comes from. A cell is co-ordination, never guilt: a lawful
alternative that its features speak for is named with it (`lawful`), and whoever opens a case has weighed it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cells.models.cell_run import CellRun

__all__ = ["Cell", "CellKinship", "CellLine", "Kinship"]


class Kinship(models.TextChoices):
    """What became of a cell from one search to the next; the value is permanent."""

    BORN = "born", _("Not seen before")
    CONTINUES = "continues", _("Seen before, much the same")
    GREW = "grew", _("Seen before, has grown")
    SHRANK = "shrank", _("Seen before, has shrunk")
    SPLIT = "split", _("Split off from a larger one")
    MERGED = "merged", _("Merged from several")
    RETURNED = "returned", _("Back after a time unseen")


class CellLine(models.Model):
    """One cell over time: its number is what people call it by."""

    begun_in = models.ForeignKey(CellRun, on_delete=models.PROTECT, related_name="lines_begun")

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger; it names no account."""
        return f"cell:{self.pk}"

    def __str__(self) -> str:
        """Show the number."""
        return f"G{self.pk}"


class Cell(models.Model):
    """A cell as one search found it."""

    run = models.ForeignKey(CellRun, on_delete=models.PROTECT, related_name="cells", db_index=False)
    line = models.ForeignKey(CellLine, on_delete=models.PROTECT, related_name="cells")
    number = models.PositiveIntegerField()  # within the search, the largest first
    kinship = models.CharField(max_length=12, choices=Kinship.choices, default=Kinship.BORN)
    size = models.PositiveIntegerField()
    core_size = models.PositiveIntegerField()
    tie_count = models.PositiveIntegerField()
    certainty = models.FloatField(null=True, blank=True)  # 0–1; null: not looked for again
    density = models.FloatField()
    median_bits = models.FloatField()
    weakest_bits = models.FloatField()
    co_slots = models.PositiveIntegerField()
    item_count = models.PositiveIntegerField()
    traces = models.JSONField(default=list)  # [{kind, window_seconds, ties, co_slots}], most ties first
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    median_lag_seconds = models.FloatField()
    lawful = models.JSONField(
        default=list
    )  # alternatives: [{name, sentence, features, against}], the general one without features
    has_alternative = models.BooleanField(default=False)  # features speak for a lawful alternative
    lawful_checked = models.BooleanField(default=False)  # False: this search did not look for lawful alternatives
    targets = models.JSONField(
        default=list
    )  # what it answers or mentions together: [{pseudonym, kind, members, visits}]
    reach = models.JSONField(null=True, blank=True)  # null: not worked out

    class Meta:
        verbose_name = _("cell")
        ordering = ["-run_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="cell_number_in_its_search"),
            models.CheckConstraint(condition=Q(size__gte=3, core_size__lte=models.F("size")), name="cell_has_three"),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__gte=0, certainty__lte=1),
                name="cell_certainty_is_0_to_1",
            ),
            models.CheckConstraint(condition=Q(kinship__in=Kinship.values), name="cell_kinship_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("begins_at")), name="cell_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["run", "-certainty", "-size"], name="cell_by_certainty")]

    @property
    def lawful_alternatives(self) -> list[dict[str, Any]]:
        """The lawful alternatives that features speak for; the general one, which always holds, is left out."""
        return [one for one in self.lawful if one["features"]]

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger; it names no account."""
        return f"cell_found:{self.pk}"

    def __str__(self) -> str:
        """Show what people call it, never an account."""
        return f"G{self.line_id}"


class CellKinship(models.Model):
    """That a cell comes from one of an earlier search, and how like the two are (Jaccard, of accounts)."""

    before = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="came_from")
    likeness = models.FloatField()
    shared = models.PositiveIntegerField()

    class Meta:
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="cell_kinship_once"),
            models.CheckConstraint(condition=Q(likeness__gt=0, likeness__lte=1), name="cell_likeness_is_0_to_1"),
        ]

    def __str__(self) -> str:
        """Both numbers."""
        return f"{self.before_id} → {self.after_id}"
