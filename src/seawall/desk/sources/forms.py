"""What people say about an upload or a withdrawal."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.intake import known_names

__all__ = ["UploadForm", "WithdrawalForm"]

_SOURCE: Final = r"^[\w][\w .:-]{0,118}$"


class UploadForm(forms.Form):
    """A file, where it is from, and how it is read."""

    upload = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("Posts as JSON Lines, CSV, Parquet or a platform’s export; also compressed. Up to 2 GB."),
    )
    source = forms.RegexField(
        _SOURCE,
        label=_("Source"),
        required=False,
        strip=True,
        help_text=_("Its permanent name, by which retention goes. Empty: the name that the format has."),
        error_messages={"invalid": _("Letters, digits, spaces and . : - only; it begins with a letter or digit.")},
    )
    map_name = forms.ChoiceField(label=_("How it is read"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the maps and formats that are installed."""
        super().__init__(*args, **kwargs)
        kind = self.fields["map_name"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Look at the file and say what was guessed")), *((name, name) for name in known_names())]


class WithdrawalForm(forms.Form):
    """Why a batch is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
