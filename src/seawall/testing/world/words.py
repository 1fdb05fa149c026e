"""Which word lists belong to no topic? Parts of handles, names, streets; emoji and hosts. From `lexicon/words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

__all__ = ["FAMILY_SYLLABLES", "STREET_SYLLABLES", "WORDS"]

_FILE: Final[dict[str, Any]] = tomllib.loads(
    (files("seawall.testing.world") / "lexicon" / "words.toml").read_text(encoding="utf-8")
)

WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(value.split()) for name, value in _FILE.items() if isinstance(value, str)}
)
"""List name → words."""

FAMILY_SYLLABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {language: tuple(value.split()) for language, value in _FILE["family_syllables"].items()}
)
STREET_SYLLABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {language: tuple(value.split()) for language, value in _FILE["street_syllables"].items()}
)
