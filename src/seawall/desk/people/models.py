"""A member of staff, the roles they hold, and the one-time links that let them in.

Staff appear to each other under a pseudonym; the ledger names them by `staff:<number>`. A one-time link (invitation,
recovery, first login) is kept only as the SHA-256 of its secret, ends after a while and works once.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.roles import Role

__all__ = ["OneTimeLink", "RoleGrant", "StaffMember", "StaffState"]


class StaffState(models.TextChoices):
    """How far somebody has come in."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    DEACTIVATED = "deactivated", _("Deactivated")


class StaffMember(AbstractUser):
    """Somebody who signs in at the desk. Never a reporter, never an account holder."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    pseudonym = models.CharField(_("pseudonym"), max_length=80, help_text=_("What colleagues see."))
    language = models.CharField(_("language"), max_length=8, default="en")
    accepted_at = models.DateTimeField(
        _("accepted at"), null=True, blank=True, help_text=_("When the invitation was accepted.")
    )

    REQUIRED_FIELDS = ["pseudonym"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        constraints = [
            models.UniqueConstraint(Lower("pseudonym"), name="pseudonym_is_taken_once"),
            models.UniqueConstraint(Lower("username"), name="username_is_taken_once"),
        ]

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held now; nobody keeps a role while inactive."""
        if not self.is_active:
            return frozenset()
        return frozenset(Role(name) for name in self.role_grants.values_list("role", flat=True))

    @property
    def state(self) -> StaffState:
        """Whether this person is invited, active or deactivated."""
        if self.accepted_at is None:
            return StaffState.INVITED
        return StaffState.ACTIVE if self.is_active else StaffState.DEACTIVATED

    @property
    def ledger_name(self) -> str:
        """The permanent name in the ledger, which outlives the row."""
        return f"staff:{self.pk}"

    def __str__(self) -> str:
        """Show the pseudonym, never the login name."""
        return self.pseudonym


class RoleGrant(models.Model):
    """One role of one member of staff."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role"], name="role_granted_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        """Name the holder and the role."""
        return f"{self.staff}: {self.role}"


class OneTimeLink(models.Model):
    """A way in that works once: an invitation, a recovery or a first login."""

    class Purpose(models.TextChoices):
        """What the link does."""

        INVITATION = "invitation", _("Invitation")
        RECOVERY = "recovery", _("Recovery")
        LOGIN = "login", _("One-time login")

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="one_time_links")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at")), name="link_ends_after_it_is_made"
            )
        ]

    def __str__(self) -> str:
        """Name purpose and holder, never the secret."""
        return f"{self.purpose} for {self.staff}"
