"""The comparisons: one file each, one kind of evidence each. See `comparison.py` for their contract."""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.announcement import Announcement
from seawall.identity.compare.avatar import Avatar
from seawall.identity.compare.banner import Banner
from seawall.identity.compare.bio import Bio
from seawall.identity.compare.both_older import BothOlder
from seawall.identity.compare.certificate import Certificate
from seawall.identity.compare.comparison import Comparison, ComparisonExample, Keyed, Late, Ordered, Outcome, Screened
from seawall.identity.compare.contact_points import ContactPoints
from seawall.identity.compare.contacts import Contacts
from seawall.identity.compare.display_name import DisplayName
from seawall.identity.compare.handle import Handle
from seawall.identity.compare.hashtags import Hashtags
from seawall.identity.compare.languages import Languages
from seawall.identity.compare.namesake import Namesake
from seawall.identity.compare.own_links import OwnLinks
from seawall.identity.compare.page_structure import PageStructure
from seawall.identity.compare.reposts import Reposts
from seawall.identity.compare.rhythm import Rhythm
from seawall.identity.compare.same_minute import SameMinute
from seawall.identity.compare.shared_media import SharedMedia
from seawall.identity.compare.shared_urls import SharedUrls
from seawall.identity.compare.style import Style
from seawall.identity.compare.timing import Timing
from seawall.identity.compare.vocabulary import Vocabulary
from seawall.identity.compare.waking import Waking
from seawall.registry import Registry

__all__ = [
    "BUILT_IN",
    "COMPARISONS",
    "Announcement",
    "Avatar",
    "Banner",
    "Bio",
    "BothOlder",
    "Certificate",
    "Comparison",
    "ComparisonExample",
    "ContactPoints",
    "Contacts",
    "DisplayName",
    "Handle",
    "Hashtags",
    "Keyed",
    "Languages",
    "Late",
    "Namesake",
    "Ordered",
    "Outcome",
    "OwnLinks",
    "PageStructure",
    "Registry",
    "Reposts",
    "Rhythm",
    "SameMinute",
    "Screened",
    "SharedMedia",
    "SharedUrls",
    "Style",
    "Timing",
    "Vocabulary",
    "Waking",
]

BUILT_IN: Final[tuple[Comparison, ...]] = (
    Handle(),
    DisplayName(),
    Bio(),
    Style(),
    Vocabulary(),
    Rhythm(),
    Languages(),
    Avatar(),
    Banner(),
    ContactPoints(),
    OwnLinks(),
    SharedUrls(),
    SharedMedia(),
    Hashtags(),
    Reposts(),
    Contacts(),
    Announcement(),
    Timing(),
    Waking(),
    SameMinute(),
    BothOlder(),
    Namesake(),
    Certificate(),
    PageStructure(),
)

COMPARISONS: Final = Registry[Comparison].load("comparisons", BUILT_IN)
"""Every comparison by name: built-ins, then those of installed packages."""
