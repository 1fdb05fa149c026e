"""What did the engine see? The desk's own copy of an observation, kept so that a case can be read as it was found.

Several findings about one observation share one copy. `parts` holds its texts by the name of their column: a post has
`text`, a profile `display_name` and `bio`. The corpus stays the home of observations: this copy is made once, on
receipt, never refreshed, and emptied when the account or post is erased (`erased_at` then says when). The copy of
an observation that only left the corpus is emptied too and called `gone:<number>:<key>`: coming back makes a new copy.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ObservationCopy"]


class ObservationCopy(models.Model):
    """One post, profile, channel or file as the finding's engine saw it. An absent value is null."""

    class Kind(models.TextChoices):
        """The corpus table that it was copied from."""

        POST = "posts", _("Post")
        PROFILE = "accounts", _("Profile")
        CHANNEL = "channels", _("Channel")
        MEDIA = "media", _("File")

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    channel_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    post_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    posted_at = models.DateTimeField(null=True, blank=True)
    handle = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001
    display_name = models.CharField(max_length=1000, null=True, blank=True)  # noqa: DJ001
    parts = models.JSONField(default=dict)
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
                condition=models.Q(erased_at__isnull=True) | models.Q(parts={}, media=[], url__isnull=True),
                name="erased_copy_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["posts", "accounts", "channels", "media"]), name="copy_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Name the post, never its text."""
        return f"{self.platform} {self.post_id or self.key}"
