"""Which evidence is of one making, and which is independent of it?

Handle, name and numbering come from one choice of a name: they are one family and count together at most as much as
the family's cap lets them. "Likely" asks for two independent families. Families that everybody of a place, a faith or
a language shares (`SUPPORTING`) never count among the two, and never carry a link by themselves.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["SUPPORTING", "Family"]


class Family(StrEnum):
    """A group of comparisons that depend on one another."""

    NAME = "name"  # handle, display name, numbering
    DESCRIPTION = "description"  # the wording of bio, title, page
    PICTURE = "picture"  # avatar, banner
    CONTACT_POINT = "contact_point"  # wallets, addresses, invites and links that the account calls its own
    CONTENT = "content"  # rare addresses and media shared, own posts posted again
    CIRCLE = "circle"  # who is mentioned, answered, reshared; who announces whom
    VOICE = "voice"  # style of writing
    RHYTHM = "rhythm"  # hours of the week
    MACHINE = "machine"  # a site's certificate and page structure
    LANGUAGE = "language"  # mix of languages
    TIME = "time"  # opened soon after a closing, woken after a closing
    CONFLICT = "conflict"  # what speaks against one hand


SUPPORTING: Final = frozenset({Family.LANGUAGE, Family.TIME, Family.CONFLICT})
"""Families that may raise or lower a link and never make one."""
