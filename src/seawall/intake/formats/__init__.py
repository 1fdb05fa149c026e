"""Structured formats of posts, one file each. `RECORD_FORMATS` holds the built-ins and what plugins add."""

from seawall.intake.formats.activitystreams import ActivityStreams
from seawall.intake.formats.bluesky import Bluesky
from seawall.intake.formats.mastodon import Mastodon
from seawall.intake.formats.telegram_desktop import TelegramDesktop
from seawall.intake.record_files import RecordFormat
from seawall.registry import Registry

__all__ = ["RECORD_FORMATS"]

RECORD_FORMATS: Registry[RecordFormat] = Registry.load(
    "record_formats", (ActivityStreams(), Bluesky(), Mastodon(), TelegramDesktop())
)
