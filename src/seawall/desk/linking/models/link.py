"""What did the engine say of a new account and a closed one? One row a comparison that is shown, as it was made.

The row keeps all that its probability was made from: every outcome with its level, rarity and sentence, the depth, the
size of the bank, the model. So it replays digit by digit under its own model, whatever has changed since; triggers
(migration 0002) keep these columns as they were. Compared again with another result, a new row takes the place of the
old one. The profile is the desk's own copy; erasure empties it together with the sentences (`erased_at`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.clock import utc_now
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.linking.models.link_model import LinkModel
from seawall.desk.linking.models.linking_pass import LinkingPass

__all__ = ["Link", "LinkClass", "LinkState"]


class LinkClass(models.TextChoices):
    """How a link is to be read; the values are those of `seawall.identity.link.LinkClass`."""

    LIKELY = "likely", _("Likely the same actor")
    POSSIBLE = "possible", _("Possibly the same actor")
    IMITATOR = "imitator", _("Rather a fan, an impostor or a parody")


class LinkState(models.TextChoices):
    """Whether a link stands."""

    STANDS = "stands", _("Stands")
    REPLACED = "replaced", _("Replaced by a newer comparison")
    LAPSED = "lapsed", _("No longer found")
    WITHDRAWN = "withdrawn", _("Withdrawn with what it rests on")


class Link(models.Model):
    """A scored claim that a new account has the actor of a closed one."""

    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, default="account")
    handle = models.CharField(max_length=256, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    name = models.CharField(max_length=512, null=True, blank=True)  # noqa: DJ001
    profile = models.JSONField(default=dict)  # as observed: bio, url, avatar, banner, created, followers, posts seen
    opened_at = models.DateTimeField(null=True, blank=True)  # of the new account: created, else its first post
    closed = models.ForeignKey(ClosedAccount, on_delete=models.PROTECT, related_name="links")
    probability = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    imitator_probability = models.FloatField()
    link_class = models.CharField(max_length=10, choices=LinkClass.choices)
    families = models.JSONField(default=list)  # those that count as independent support
    prior_bits = models.FloatField()
    imitator_bits = models.FloatField()
    evidence = models.JSONField(default=list)  # every part, heaviest first; see `evidence_rows.py`
    depth = models.PositiveSmallIntegerField()  # `seawall.identity.portrait.Depth`
    bank_size = models.PositiveIntegerField()  # closed accounts that were compared with
    rivals = models.PositiveIntegerField()
    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="links")
    made_in = models.ForeignKey(LinkingPass, on_delete=models.PROTECT, related_name="links")
    made_at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.STANDS)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        ordering = ["-probability", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(link_class__in=LinkClass.values), name="link_class_is_known"),
            models.CheckConstraint(condition=Q(state__in=LinkState.values), name="link_state_is_known"),
            models.CheckConstraint(
                condition=Q(low__gte=0, low__lte=F("probability"), high__gte=F("probability"), high__lte=1),
                name="link_probability_lies_in_its_interval",
            ),
            models.CheckConstraint(
                condition=Q(imitator_probability__gte=0, imitator_probability__lte=1),
                name="imitator_probability_is_0_to_1",
            ),
            models.CheckConstraint(condition=~Q(platform="") & ~Q(account_id=""), name="link_names_its_account"),
            models.CheckConstraint(
                condition=Q(state="stands", ended_at__isnull=True, ended_because="")
                | ~Q(state="stands") & Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="ended_link_says_when_and_why",
            ),
            models.UniqueConstraint(
                fields=["platform", "account_id", "closed"], condition=Q(state="stands"), name="one_link_of_a_pair"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-probability", "-id"], name="link_by_probability"),
            models.Index(fields=["platform", "account_id"], name="link_by_new_account"),
            models.Index(fields=["closed", "state"], name="link_by_closed_account"),
        ]

    @property
    def key(self) -> str:
        """The name that the engine knows the new account by: `platform:id`."""
        return f"{self.platform.lower()}:{self.account_id}"

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger; it names no account."""
        return f"link:{self.pk}"

    @property
    def stands(self) -> bool:
        """Say whether it stands; not one whose closing has expired, also before that is noted on its row."""
        return self.state == LinkState.STANDS and not self.closing_expired

    @property
    def closing_expired(self) -> bool:
        """Say whether the closing that it rests on counts no more."""
        return self.closed.expires <= utc_now()

    def __str__(self) -> str:
        """Show the permanent number, never the accounts."""
        return f"K{self.pk}"
