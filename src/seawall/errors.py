"""The root of every error that Seawall raises on purpose.

Each package has an `errors.py` whose classes end in `Error` and derive from `SeawallError`. The class docstring is the
default message; facts about the failure are keyword arguments and become attributes. A negative result (no match, no
finding) is a value, never an error.
"""

from __future__ import annotations

from typing import Any

__all__ = ["DependencyMissingError", "SeawallError", "SettingsError"]


class SeawallError(Exception):
    """Seawall could not do what was asked."""

    def __init__(self, message: str | None = None, **facts: Any) -> None:
        """Keep `facts` as attributes; without `message` the class docstring's first line speaks."""
        self.message = message or (type(self).__doc__ or "").strip().splitlines()[0]
        self.facts = facts
        for name, value in facts.items():
            setattr(self, name, value)
        super().__init__(self.message)


class SettingsError(SeawallError):
    """A setting has a value that Seawall can't use."""


class DependencyMissingError(SeawallError):
    """This needs an optional extra that is not installed."""
