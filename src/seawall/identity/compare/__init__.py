"""The comparisons: one file each, one kind of evidence each. See `comparison.py` for their contract."""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import Comparison, ComparisonExample, Outcome
from seawall.registry import Registry

__all__ = ["BUILT_IN", "COMPARISONS", "Comparison", "ComparisonExample", "Outcome", "Registry"]

BUILT_IN: Final[tuple[Comparison, ...]] = ()

COMPARISONS: Final = Registry[Comparison].load("comparisons", BUILT_IN)
"""Every comparison by name: built-ins, then those of installed packages."""
