"""How far has the bank of closed accounts moved on? One row; its number grows with every change of what is compared.

Whoever writes closed accounts holds this row until the transaction ends, so writers queue for it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

__all__ = ["ClosingsVersion"]


class ClosingsVersion(models.Model):
    """The version of the whole bank."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="closings_have_one_version")]

    def __str__(self) -> str:
        """The number."""
        return str(self.version)
