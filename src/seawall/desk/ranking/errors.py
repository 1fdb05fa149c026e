"""What can go wrong with the desk's ranker; errors of training are those of `seawall.classify`."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["LabelGivenError", "RankingError"]


class RankingError(SeawallError):
    """The ranker could not do what was asked."""


class LabelGivenError(RankingError):
    """This post has a label already."""
