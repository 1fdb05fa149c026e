"""What people type about staff: invitations, a first password, a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordMixin, UsernameField
from django.utils.translation import gettext_lazy as _

from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["AcceptForm", "InviteForm", "ProfileForm", "RecoverForm", "RoleForm"]


if TYPE_CHECKING:
    _PasswordTwice = SetPasswordMixin[StaffMember]
else:
    _PasswordTwice = SetPasswordMixin


class InviteForm(forms.Form):
    """A login name, roles and the language of the first page."""

    username = UsernameField(
        label=_("Login name"),
        max_length=150,
        help_text=_("Small letters, digits and . + - _ @; not a name in real life, if you can avoid it."),
        validators=[StaffMember.username_validator],
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RoleForm(forms.Form):
    """One role to give or to take away."""

    role = forms.ChoiceField(choices=Role.choices)
    held = forms.BooleanField(required=False)


class ProfileForm(forms.Form):
    """How colleagues see somebody, and the language they read."""

    pseudonym = forms.CharField(
        label=_("Pseudonym"), max_length=80, help_text=_("What colleagues see. It need not be your name.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RecoverForm(_PasswordTwice, forms.Form):
    """A new password, twice."""

    password1, password2 = _PasswordTwice.create_password_fields()

    def __init__(self, *args: Any, staff: StaffMember, **kwargs: Any) -> None:
        """Take the person, since a password must not resemble their name."""
        self.staff = staff
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare both and ask the validators."""
        self.validate_passwords()
        self.validate_password_for_user(self.staff)
        return self.cleaned_data


class AcceptForm(ProfileForm, RecoverForm):
    """What an invited person chooses."""
