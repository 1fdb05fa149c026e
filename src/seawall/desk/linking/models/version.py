"""How far have links and judgements moved on? One row; its number grows with every change of what holds.

Whoever writes links, judgements or models holds this row until the transaction ends, so writers queue for it, and two
judgements that contradict each other can't be given at the same moment.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

__all__ = ["LinkingVersion"]


class LinkingVersion(models.Model):
    """The version of all links and judgements together."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="linking_has_one_version")]

    def __str__(self) -> str:
        """The number."""
        return str(self.version)
