"""Which optional programs may be run? Named by the caller, who found them; absent ones are done without.

Left out: finding them (`seawall.settings.find_tools`), running them (the modules that need them).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Tools"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Absolute paths of programs: `tesseract` reads text in pictures, `fpcalc` makes acoustic fingerprints."""

    tesseract: Path | None = None
    fpcalc: Path | None = None
