"""Structured formats of posts, one file each; `RECORD_FORMATS` holds the built-ins and what plugins add."""

from seawall.intake.formats.built_in import BUILT_IN, RECORD_FORMATS

__all__ = ["BUILT_IN", "RECORD_FORMATS"]
