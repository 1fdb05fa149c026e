"""When did each chore run last, and how did it end?"""

from __future__ import annotations

from django.db import models

__all__ = ["ChoreRun"]


class ChoreRun(models.Model):
    """The last run of one chore. `outcome` is one sentence for the log and for `seawall doctor`."""

    name = models.CharField(max_length=40, primary_key=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(null=True)
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        """Name the chore."""
        return self.name
