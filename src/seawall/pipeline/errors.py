"""What can go wrong in the pipeline itself; stores and banks have errors of their own."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["MatchFileError", "PipelineError"]


class PipelineError(SeawallError):
    """The pipeline could not do what was asked."""


class MatchFileError(PipelineError):
    """This file can't be read for matching."""
