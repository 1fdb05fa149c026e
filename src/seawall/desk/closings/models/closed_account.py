"""What is a closed account? Its profile as it last looked, why it was closed, by which decision, until when it counts.

It is compared with others while it is *signed* and has not expired, and never otherwise. The signer is never who
brought it in: a constraint says so, and triggers (migration 0002) keep who brought it in, the account and the decision
as they were. A row is never deleted by the desk's pages; it is refused, withdrawn with a reason, or expires.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seawall.desk.closings.models.closing_list import ClosingList
from seawall.desk.people.models import StaffMember

__all__ = ["ClosedAccount", "ClosedKind", "ClosingState", "Withdrawing"]


class ClosedKind(models.TextChoices):
    """What was closed."""

    ACCOUNT = "account", _("Account")
    CHANNEL = "channel", _("Channel")
    PAGE = "page", _("Page")
    SITE = "site", _("Site")


class ClosingState(models.TextChoices):
    """How a closed account stands."""

    PROPOSED = "proposed", _("Waits for a signature")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class Withdrawing(models.TextChoices):
    """How a signed account left the bank."""

    REINSTATED = "reinstated", _("Reinstated: the closing was taken back")
    MISTAKEN = "mistaken", _("It should not have stood here")


_STANDING = Q(state__in=["proposed", "signed"])


class ClosedAccount(models.Model):
    """One closed account, channel, page or site of one list."""

    listed = models.ForeignKey(ClosingList, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    row = models.PositiveIntegerField()  # in the file; 1 for a proposal from a case
    shuffle = models.PositiveIntegerField()  # drawn at random: the lowest are the sample
    platform = models.CharField(max_length=200)
    account_id = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=ClosedKind.choices, default=ClosedKind.ACCOUNT)
    handle = models.CharField(max_length=256, null=True, blank=True)  # noqa: DJ001 - absent is null, never ""
    name = models.CharField(max_length=512, null=True, blank=True)  # noqa: DJ001
    bio = models.TextField(null=True, blank=True)  # noqa: DJ001
    url = models.TextField(null=True, blank=True)  # noqa: DJ001
    avatar = models.CharField(max_length=512, null=True, blank=True)  # noqa: DJ001
    banner = models.CharField(max_length=512, null=True, blank=True)  # noqa: DJ001
    created = models.DateTimeField(null=True, blank=True)
    followers = models.BigIntegerField(null=True, blank=True)
    observed = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField()
    decision = models.CharField(max_length=200)
    ground = models.CharField(max_length=500)
    expires = models.DateTimeField()
    came_back = models.BooleanField(default=False)  # it was withdrawn from this bank before
    imported_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=ClosingState.choices, default=ClosingState.PROPOSED)
    changed_in = models.PositiveBigIntegerField(default=1)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # refused, withdrawn or expired
    ended_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_reason = models.TextField(blank=True, default="")
    withdrawn_how = models.CharField(max_length=12, choices=Withdrawing.choices, null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("closed account")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ClosedKind.values), name="closed_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=ClosingState.values), name="closing_state_is_known"),
            models.CheckConstraint(
                condition=Q(platform__gt="", account_id__gt="", decision__gt="", ground__gt=""),
                name="closing_has_decision_and_ground",
            ),
            models.CheckConstraint(condition=Q(expires__gt=F("closed_at")), name="closing_expires_after_it"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_by=F("imported_by")),
                name="closing_is_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "refused"], signed_at__isnull=True)
                | Q(state__in=["signed", "withdrawn"], signed_at__isnull=False)
                | Q(state="expired"),
                name="closing_state_fits_its_signature",
            ),
            models.CheckConstraint(
                condition=_STANDING & Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | Q(state="expired", ended_at__isnull=False)
                | Q(state__in=["refused", "withdrawn"], ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(ended_reason=""),
                name="closing_end_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_how__isnull=False, withdrawn_how__in=Withdrawing.values)
                | ~Q(state="withdrawn") & Q(withdrawn_how__isnull=True),
                name="closing_withdrawal_says_how",
            ),
            models.UniqueConstraint(
                fields=["platform", "account_id"], condition=_STANDING, name="closed_account_stands_once"
            ),
        ]
        indexes = [
            models.Index(fields=["listed", "state", "shuffle"], name="closed_account_of_list"),
            models.Index(fields=["listed", "row"], name="closed_account_by_row"),
            models.Index(fields=["platform", "account_id"], name="closed_account_by_name"),
            models.Index(fields=["changed_in"], name="closed_account_by_change"),
            models.Index(fields=["state", "expires"], name="closed_account_by_expiry"),
        ]

    @property
    def key(self) -> str:
        """The name that the engine knows it by: `platform:id`."""
        return f"{self.platform}:{self.account_id}"

    @property
    def ledger_subject(self) -> str:
        """The permanent name in the ledger; it does not name the account."""
        return f"closed_account:{self.pk}"

    def __str__(self) -> str:
        """Show the permanent number, never the account."""
        return f"CA{self.pk}"
