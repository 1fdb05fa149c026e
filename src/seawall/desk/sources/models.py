"""Work that runs in the background: imports, scans, withdrawals, lists, comparisons, trainings. A row a run, kept.

A run is waiting until a worker takes it. While it works, the worker holds the lock file of the run (`locks.py`); a run
that is "running" without anybody holding the lock was killed, and can be run again: nothing is stored twice. What was
imported stands in the corpus itself (its batches), not here.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember

__all__ = ["FILE_KINDS", "OPEN_STATES", "Run"]


class Run(models.Model):
    """One piece of work that somebody asked for."""

    class Kind(models.TextChoices):
        """What is done."""

        IMPORT = "import", _("Import")
        SCAN = "scan", _("Scan")
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        BANK_LIST = "bank_list", _("List for a bank")
        CLOSING_LIST = "closing_list", _("List of closed accounts")
        LINKING = "linking", _("Comparison with closed accounts")
        RETRAINING = "retraining", _("Training from judgements")
        CELLS = "cells", _("Search for cells")

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        INTERRUPTED = "interrupted", _("Interrupted")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")
    # of imports
    file_name = models.CharField(max_length=255, blank=True, default="")
    stored_name = models.CharField(max_length=80, blank=True, default="")
    byte_count = models.PositiveBigIntegerField(null=True, blank=True)
    map_name = models.CharField(max_length=120, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    # of withdrawals
    batch_id = models.CharField(max_length=80, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    # of scans: who changed a bank while it ran, so that another scan follows
    follow_up_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("run")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "import",
                        "scan",
                        "withdrawal",
                        "bank_list",
                        "closing_list",
                        "linking",
                        "retraining",
                        "cells",
                    ]
                ),
                name="run_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "finished", "failed", "cancelled", "interrupted"]),
                name="run_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["import", "bank_list", "closing_list"])
                | (~Q(file_name="") & Q(byte_count__isnull=False)),
                name="import_names_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawal") | (~Q(batch_id="") & ~Q(reason="")), name="withdrawal_says_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "interrupted"], ended_at__isnull=True)
                | Q(state__in=["finished", "failed", "cancelled"], ended_at__isnull=False),
                name="ended_run_says_when",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="scan", state__in=["waiting", "running"]),
                name="one_scan_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=["linking", "retraining"], state__in=["waiting", "running"]),
                name="one_linking_and_one_retraining_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="cells", state__in=["waiting", "running"]),
                name="one_search_for_cells_at_a_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Say whether a worker has it or will take it."""
        return self.state in OPEN_STATES

    @property
    def is_ended(self) -> bool:
        """Say whether nothing more will happen to it."""
        return self.ended_at is not None

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.pk}"


OPEN_STATES: Final = (Run.State.WAITING, Run.State.RUNNING)
"""States in which a run may still go on by itself."""

FILE_KINDS: Final = (Run.Kind.IMPORT, Run.Kind.BANK_LIST, Run.Kind.CLOSING_LIST)
"""Kinds of run that work on an uploaded file."""
