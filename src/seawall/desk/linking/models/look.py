"""Who opened a link, with both accounts side by side, and when? A consultation, as with a case."""

from __future__ import annotations

from django.db import models

from seawall.desk.linking.models.link import Link
from seawall.desk.people.models import StaffMember

__all__ = ["LinkLook"]


class LinkLook(models.Model):
    """One look of one person at one link."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="looks")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["link", "staff", "-at"], name="link_look_by_person")]

    def __str__(self) -> str:
        """Link and number."""
        return f"{self.link_id}: {self.pk}"
