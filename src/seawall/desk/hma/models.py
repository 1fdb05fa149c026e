"""Tokens of other systems, and what the HMA API keeps of its own: names of banks, switches of types, exchanges.

A token is kept as the SHA-256 of its secret alone. Banks, entries and shares stand in `seawall.desk.banks`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models import Bank
from seawall.desk.people.models import StaffMember

__all__ = ["ApiToken", "BankName", "ExchangeCredentials", "ExchangeSetting", "Scope", "SignalSwitch"]


class Scope(models.TextChoices):
    """What a token allows."""

    LOOKUP = "lookup", _("Look up signals and files")
    HASH = "hash", _("Hash files and addresses")
    CURATE = "curate", _("Read and change banks")
    LINK = "link", _("Compare new accounts with closed ones")


class ApiToken(models.Model):
    """A secret by which another system is let in, and the person who answers for what it does."""

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("The system that will use it."))
    secret_sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()  # a list of `Scope` values
    answers_for = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("answers for it"),
        help_text=_("What the system adds to banks is recorded as added by this person."),
    )
    origin = models.CharField(max_length=120, blank=True, default="")
    per_minute = models.PositiveIntegerField(_("requests a minute"), default=6000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)  # to the hour

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("made_at")),
                name="token_ends_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revocation_has_who_and_when",
            ),
            models.CheckConstraint(condition=models.Q(per_minute__gte=1), name="token_allows_something"),
        ]

    def is_open(self, now: datetime) -> bool:
        """Say whether the token lets anybody in at `now`."""
        ended = self.ends_at is not None and self.ends_at <= now
        return self.revoked_at is None and not ended and self.answers_for.is_active

    @property
    def ledger_name(self) -> str:
        """The permanent name in the ledger."""
        return f"api_token:{self.pk}"

    def __str__(self) -> str:
        """Show the name, never the secret."""
        return self.name


class BankName(models.Model):
    """The name of a bank on the HMA API; a bank that was deleted there keeps its row, with the name given up."""

    bank = models.OneToOneField(Bank, on_delete=models.PROTECT, related_name="hma_name")
    name = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 - many gave theirs up, and "" is one

    def __str__(self) -> str:
        """Show the name."""
        return self.name or "–"


class SignalSwitch(models.Model):
    """The share of look-ups that a signal type takes part in, where somebody changed it from 1."""

    signal_type = models.CharField(max_length=40, unique=True)
    enabled_ratio = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enabled_ratio__gte=0, enabled_ratio__lte=1), name="switch_ratio_is_0_to_1"
            )
        ]

    def __str__(self) -> str:
        """Type and share."""
        return f"{self.signal_type}: {self.enabled_ratio}"


class ExchangeSetting(models.Model):
    """How another system asked that a bank be filled from an exchange."""

    bank = models.OneToOneField(Bank, on_delete=models.PROTECT, related_name="exchange_setting")
    name = models.CharField(max_length=120, unique=True)
    api = models.CharField(max_length=40)
    api_json = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class ExchangeCredentials(models.Model):
    """The credentials of one kind of exchange, encrypted with a key that is not in the database."""

    api = models.CharField(max_length=40, unique=True)
    sealed = models.TextField()
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the kind, never the credentials."""
        return self.api
