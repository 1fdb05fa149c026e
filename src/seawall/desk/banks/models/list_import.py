"""How far is the import of a long list into a bank? One row an import; it goes on where its last commit was.

`lines` counts the lines that were dealt with: added + repeats + set aside. The file of lines set aside holds
`asides_bytes` octets that count; what a killed process wrote behind them is cut off. The work is in `bulk_import.py`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models.bank import Bank
from seawall.desk.people.models import StaffMember

__all__ = ["ListImport"]


class ListImport(models.Model):
    """One list that goes into one bank, chunk by chunk."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="list_imports")
    run_number = models.PositiveBigIntegerField(null=True, blank=True, unique=True)  # of the background run, if any
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    signal_type = models.CharField(max_length=40, blank=True, default="")
    origin = models.CharField(max_length=120, blank=True, default="")
    lines = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    repeats = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)
    held_back = models.PositiveBigIntegerField(default=0)  # of the added: near what a negative bank protects
    asides_bytes = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of a list")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "file_sha256", "signal_type"],
                condition=Q(finished_at__isnull=True),
                name="one_import_of_a_list_at_a_time",
            )
        ]

    def __str__(self) -> str:
        """File and bank."""
        return f"{self.file_name} → {self.bank_id}"
