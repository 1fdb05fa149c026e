"""Which structured formats are there? The built-ins in one tuple, and what installed packages offer besides."""

from __future__ import annotations

from typing import Final

from seawall.intake.formats.activitystreams import ActivityStreams
from seawall.intake.formats.bluesky import Bluesky
from seawall.intake.formats.mastodon import Mastodon
from seawall.intake.formats.telegram_desktop import TelegramDesktop
from seawall.intake.record_files import RecordFormat
from seawall.registry import Registry

__all__ = ["BUILT_IN", "RECORD_FORMATS"]

BUILT_IN: Final[tuple[RecordFormat, ...]] = (ActivityStreams(), Bluesky(), Mastodon(), TelegramDesktop())

RECORD_FORMATS: Final[Registry[RecordFormat]] = Registry.load("record_formats", BUILT_IN)
"""Name → structured format, built-ins and plugins (entry points `seawall.record_formats`)."""
