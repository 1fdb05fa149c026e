"""Who belongs to a cell, in which roles, and what ties them? An account of a corpus, called by a keyed pseudonym.

Platform and id stand here so that a case can be opened on the account's own posts; pages and files show the pseudonym
alone, until the rule for names is met (`services/revealing.py`). No name, handle or picture is kept.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.cells.models.cell import Cell

__all__ = ["CellMember", "CellTie"]


class CellMember(models.Model):
    """One account of one cell."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="members", db_index=False)
    number = models.PositiveIntegerField()  # within the cell, the best tied first
    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500)
    pseudonym = models.CharField(max_length=40)
    is_core = models.BooleanField()
    hold = models.FloatField(null=True, blank=True)  # 0–1: how often it is found in the cell again
    tie_count = models.PositiveIntegerField()
    strongest_bits = models.FloatField()
    weakest_bits = models.FloatField()
    slot_count = models.PositiveIntegerField()
    roles = models.JSONField(default=list)  # [{role, measure, value, sentence}]
    x = models.FloatField(null=True, blank=True)  # of the drawing, −1 to 1; null: not laid out
    y = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of a cell")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="cell_member_number"),
            models.UniqueConstraint(fields=["cell", "platform", "account_id"], name="cell_member_once"),
            models.CheckConstraint(condition=~Q(account_id="") & ~Q(pseudonym=""), name="cell_member_is_somebody"),
            models.CheckConstraint(
                condition=Q(hold__isnull=True) | Q(hold__gte=0, hold__lte=1), name="cell_member_hold_is_0_to_1"
            ),
        ]
        indexes = [
            models.Index(fields=["platform", "account_id"], name="cell_member_by_account"),
            models.Index(fields=["cell", "pseudonym"], name="cell_member_by_pseudonym"),
        ]

    @property
    def key(self) -> str:
        """The name that the engine knows it by."""
        return f"{self.platform}:{self.account_id}"

    def __str__(self) -> str:
        """Show the pseudonym, never the account."""
        return self.pseudonym


class CellTie(models.Model):
    """Two members who act together more than chance explains; the trace is the one in which it surprises most."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="ties", db_index=False)
    left = models.PositiveIntegerField()  # number of the member
    right = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    window_seconds = models.FloatField()
    co_slots = models.PositiveIntegerField()
    item_count = models.PositiveIntegerField()
    expected = models.FloatField()
    bits = models.FloatField()
    log10_q = models.FloatField()
    left_first_share = models.FloatField()
    median_lag_seconds = models.FloatField()

    class Meta:
        verbose_name = _("tie of a cell")
        ordering = ["-bits", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "left", "right"], name="cell_tie_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="cell_tie_joins_two"),
            models.CheckConstraint(
                condition=Q(left_first_share__gte=0, left_first_share__lte=1), name="cell_tie_share_is_0_to_1"
            ),
        ]
        indexes = [models.Index(fields=["cell", "-bits"], name="cell_tie_by_bits")]

    def __str__(self) -> str:
        """Both numbers."""
        return f"{self.left}–{self.right}"
