"""Under which name does HMA know a signal type of ours, and which types belong to a photo or a video?

Where `tx` has the same comparison under another name, that name is used; ours are answered to as well. A file is
hashed by those types alone that HMA switches on from the start (`pdq` for photos, `video_md5` for videos), so that a
client that reads every key of the answer meets what it expects; the others are hashed when `types=` asks for them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from seawall.exchange.errors import HmaRequestError
from seawall.signals import SIGNAL_TYPES

__all__ = ["CONTENT_TYPES", "default_types", "hma_name", "own_name", "served_types", "types_of_content"]

_HMA_OF_OWN: Final = MappingProxyType(
    {"md5": "video_md5", "sha256": "video_sha256", "text": "raw_text", "pdq_frames": "vpdq"}
)
_OWN_OF_HMA: Final = MappingProxyType({theirs: own for own, theirs in _HMA_OF_OWN.items()})

CONTENT_TYPES: Final = ("photo", "video")
"""What an upload's field and `content_type` may be."""

_DEFAULT_OF: Final = MappingProxyType({"photo": ("pdq",), "video": ("video_md5",)})
_TYPES_OF: Final = MappingProxyType(
    {
        "photo": ("pdq", "picture", "video_md5", "video_sha256", "sha1"),
        "video": ("video_md5", "video_sha256", "sha1", "vpdq", "audio"),
    }
)


def hma_name(own: str) -> str:
    """Return the name under which a type of ours is answered.

    >>> hma_name("md5"), hma_name("pdq")
    ('video_md5', 'pdq')
    """
    return _HMA_OF_OWN.get(own, own)


def own_name(asked: str) -> str:
    """Return our name of a signal type that a client names.

    Raises:
        HmaRequestError: there is no such type.
    """
    own = _OWN_OF_HMA.get(asked, asked)
    if own not in SIGNAL_TYPES:
        raise HmaRequestError(f"No such SignalType '{asked[:80]}'", field="signal_type")
    return own


def served_types() -> tuple[str, ...]:
    """Return the names of all types that this installation answers to, HMA's own first."""
    names = [hma_name(own) for own in SIGNAL_TYPES]
    return tuple(sorted(names, key=lambda name: (name not in {"pdq", "video_md5"}, name)))


def default_types(content_type: str) -> tuple[str, ...]:
    """Return the types by which a file of this content type is hashed where nobody asks for others."""
    return _present(_DEFAULT_OF[content_type])


def types_of_content(content_type: str) -> tuple[str, ...]:
    """Return the types by which a file of this content type can be hashed here."""
    return _present(_TYPES_OF[content_type])


def _present(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if _OWN_OF_HMA.get(name, name) in SIGNAL_TYPES)
