"""What can go wrong with a signal value."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["SignalValueError"]


class SignalValueError(SeawallError):
    """This is not a value of that signal type."""
