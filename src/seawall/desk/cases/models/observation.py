"""What did the engine see? The desk's own copy of a post, kept so that a case can be read as it was found.

Several findings about one post share one copy. The corpus stays the home of observations: this copy is made once, on
receipt, never refreshed, and emptied when the account or post is erased (`erased_at` then says when).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ObservationCopy"]


class ObservationCopy(models.Model):
    """One observed post as the finding's engine saw it. An absent value is null."""

    key = models.CharField(max_length=64, unique=True)
    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    channel_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    post_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    posted_at = models.DateTimeField(null=True, blank=True)
    handle = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    display_name = models.CharField(max_length=1000, null=True, blank=True)  # noqa: DJ001
    text = models.TextField(null=True, blank=True)  # noqa: DJ001
    language = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    url = models.TextField(null=True, blank=True)  # noqa: DJ001
    media = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("observation")
        indexes = [
            models.Index(fields=["platform", "account_id"], name="copy_by_account"),
            models.Index(fields=["platform", "channel_id"], name="copy_by_channel"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="copy_has_a_key"),
            models.CheckConstraint(condition=~models.Q(platform=""), name="copy_has_a_platform"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(text__isnull=True, url__isnull=True),
                name="erased_copy_is_empty",
            ),
        ]

    def __str__(self) -> str:
        """Name the post, never its text."""
        return f"{self.platform} {self.post_id or self.key}"
