"""What of an account is compared? The comparable form of one account, made once.

A portrait holds nothing that says what a person believes or where they live: no location, no faith, no ethnicity, no
list of followers. Sets of things shared (addresses, media, wordings, contacts) are held as 64-bit keys by kind; `shown`
says what stands behind a key, so that a sentence of evidence can name it. Absent is `None`; an account without posts
has empty sets and `post_count` 0. Times are whole seconds since 1970 in UTC.

Left out: how a portrait is made (`portraits.py`, `traits/`) and compared (`compare/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from seawall.identity.traits.post_words import EMPTY_WORDS, Words
from seawall.identity.traits.style_rarity import StyleRarity

__all__ = ["EMPTY_KEYS", "AccountKind", "Depth", "Key", "KeyKind", "Keys", "Portrait"]

Key = int
Keys = NDArray[np.uint64]  # ascending, each once

EMPTY_KEYS: Keys = np.zeros(0, dtype=np.uint64)


class AccountKind(IntEnum):
    """What returns: people's accounts, channels and pages, and sites."""

    ACCOUNT = 0
    CHANNEL = 1
    PAGE = 2
    SITE = 3


class KeyKind(IntEnum):
    """What a key stands for; the numbers are stored."""

    HANDLE = 0  # the handle's stem: without affixes, counters, look-alikes
    HANDLE_GRAM = 1  # three characters of the stem
    NAME = 2  # the whole display name, folded
    NAME_WORD = 3  # a word of the display name, folded
    BIO_PHRASE = 4  # three neighbouring words of the bio, folded
    OWN_LINK = 5  # canonical address or invite in bio or profile
    CONTACT_POINT = 6  # wallet, e-mail, telephone number, invite; in profile or posts
    AVATAR = 7  # digest of the avatar's or banner's bytes
    URL = 8  # canonical address in posts
    MEDIA = 9  # digest of media in posts
    POST = 10  # a whole post, folded; at least five words
    PHRASE = 11  # five neighbouring words of a post, folded
    CONTACT = 12  # account mentioned, replied to or reshared
    ANNOUNCED = 13  # account that is announced as somebody's new one ("follow the new one @x")
    HASHTAG = 14
    CERTIFICATE = 15  # a site's certificate or public key
    STRUCTURE = 16  # a stretch of a page's structure
    FORMER = 17  # account that is named as one's own earlier one ("my old account @x")
    ANNOUNCER = 18  # account that announced this one ("follow the new one @this"), by its handle and by itself
    OWN = 19  # the account itself, as others name it: "@handle"


class Depth(IntEnum):
    """How much of an account is seen: each depth is calibrated apart."""

    PROFILE = 0  # under 5 posts
    FEW = 1  # 5 to 19
    SOME = 2  # 20 to 99
    MANY = 3  # 100 and more

    @classmethod
    def of(cls, post_count: int) -> Depth:
        """Return the depth of an account with so many posts seen.

        >>> [Depth.of(count).name for count in (0, 5, 20, 100)]
        ['PROFILE', 'FEW', 'SOME', 'MANY']
        """
        return cls(sum(post_count >= least for least in (5, 20, 100)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """The comparable form of one account."""

    account: str  # "platform:id", or the id alone where the table names no platform
    kind: AccountKind = AccountKind.ACCOUNT
    platform: str | None = None
    handle: str | None = None  # as written
    name: str | None = None
    bio: str | None = None
    avatar: str | None = None  # digest "sha256:…" or the platform's own key
    avatar_bits: NDArray[np.uint64] | None = None  # PDQ as four words, only where its quality allows matching
    banner: str | None = None
    banner_bits: NDArray[np.uint64] | None = None
    followers: int | None = None
    created_at: int | None = None
    first_post_at: int | None = None
    last_post_at: int | None = None
    closed_at: int | None = None  # None: not closed
    post_count: int = 0
    own_post_count: int = 0  # posts of own words: those behind `style` and `languages`
    keys: Mapping[KeyKind, Keys] = field(default_factory=lambda: MappingProxyType({}))
    shown: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))  # what stands behind a key
    minutes: NDArray[np.int64] | None = None  # minutes since 1970 in which it posted, ascending, each once
    hours: NDArray[np.uint16] | None = None  # posts by hour of the week, Monday 00:00 UTC first; 168 counts
    languages: NDArray[np.float32] | None = None  # shares by script and language, in the order of `traits.languages`
    words: Words = field(default_factory=lambda: EMPTY_WORDS)  # of own posts
    style: NDArray[np.float32] | None = None  # unit vector in the model's style space
    style_rarity: StyleRarity | None = None  # what a cosine of `style` means; that of the default space where None

    @property
    def depth(self) -> Depth:
        """Return how much of the account is seen."""
        return Depth.of(self.post_count)

    def of_kind(self, kind: KeyKind) -> Keys:
        """Return the keys of a kind; none is an empty array."""
        return self.keys.get(kind, EMPTY_KEYS)
