"""Whom, what and which subject does a text name? Mentions, links and hashtags become interactions.

Targets are written so that they can be compared: a handle and a hashtag in lower case without `@` and `#`, a link in
canonical form (`seawall.signals.url`). Each target counts once a text. Texts that can't hold any are skipped by Arrow
before Python looks at them. Left out: what columns state (`field_interactions.py`).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.intake.joined_texts import find_in_texts
from seawall.intake.plain_links import PLAIN_LINK, plain_link, without_plain_links
from seawall.signals.url import canonical_url, find_urls
from seawall.signals.url_finding import MAYBE_URL

__all__ = ["TEXT_KINDS", "find_hashtags", "find_links", "find_mentions", "text_interactions"]

TEXT_KINDS: Final = ("mentioned", "linked", "tagged")

_MARKS: Final = (
    "\\u0300-\\u036f\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0900-\\u0dff\\u0e31-\\u0e4e\\u200c"
)
"""Combining marks that belong to words (Arabic vowels, Indic and Thai signs); Python's \\w leaves them out."""

# A sign inside an address or a word is none: https://host.example/@name, page#part, mail@host.example. The sign comes
# first and looks back over itself, since a pattern that begins with a look-behind is tried at every character.
_INSIDE: Final = rf"[\w{_MARKS}/@＠#＃&=?-]"
_MENTION: Final = rf"[@＠](?<!{_INSIDE}[@＠])(\w(?:[\w-]*\w)?(?:\.[a-z0-9][a-z0-9-]*)*(?:@[\w-]+(?:\.[\w-]+)+)?)"
_HASHTAG: Final = rf"[#＃](?<!{_INSIDE}[#＃])([\w{_MARKS}]*[^\W\d_][\w{_MARKS}]*)"


def find_mentions(text: str) -> list[str]:
    """Return the handles that a text mentions, in lower case.

    >>> find_mentions("Thanks @Harbour_Wire, @keeper@lamps.example. Write to me@pier.example")
    ['harbour_wire', 'keeper@lamps.example']
    """
    return list(dict.fromkeys(handle.lower() for handle in re.findall(_MENTION, text)))


def find_hashtags(text: str) -> list[str]:
    """Return the hashtags of a text, case-folded; numbers alone are none.

    >>> find_hashtags("#FaroGris y #الفنار_الرمادي #1 https://pier.example/#part")
    ['farogris', 'الفنار_الرمادي']
    """
    return list(dict.fromkeys(map(_folded, re.findall(_HASHTAG, text))))


def _folded(tag: str) -> str:
    return tag.lower() if tag.isascii() else unicodedata.normalize("NFKC", tag).casefold()


def find_links(text: str) -> list[str]:
    """Return the links of a text in canonical form; what only looks like a link is left out.

    >>> find_links("Read HTTPS://Lamps.EXAMPLE:443/a and https://lamps.example/a")
    ['https://lamps.example/a']
    """
    links = (_canonical(found.written) for found in find_urls(text))
    return list(dict.fromkeys(link for link in links if link is not None))


@lru_cache(maxsize=1 << 16)
def _canonical(written: str) -> str | None:
    return canonical_url(written)


Found = tuple[npt.NDArray[np.int64], pa.Array]


def text_interactions(text: pa.Array, kinds: Sequence[str]) -> Iterator[tuple[str, npt.NDArray[np.int64], pa.Array]]:
    """Give (kind, places in `text`, targets) for each of `kinds` that text can tell."""
    if "mentioned" in kinds:
        yield "mentioned", *_found(text, _places(pc.match_substring_regex(text, "[@＠]")), _MENTION, str.lower)
    if "tagged" in kinds:
        yield "tagged", *_found(text, _places(pc.match_substring_regex(text, "[#＃]")), _HASHTAG, _folded)
    if "linked" in kinds:
        candidates = _places(pc.match_substring_regex(text, MAYBE_URL))
        rest = without_plain_links(text.take(candidates))
        is_plain = pc.invert(pc.match_substring_regex(rest, MAYBE_URL))
        yield "linked", *_found(text, candidates.filter(is_plain), PLAIN_LINK, plain_link)
        yield "linked", *_links(text, candidates.filter(pc.invert(is_plain)))


def _places(mask: pa.Array) -> pa.Array:
    return pc.indices_nonzero(pc.fill_null(mask, fill_value=False)).cast(pa.int64())


def _found(text: pa.Array, candidates: pa.Array, pattern: str, normal: Callable[[str], str | None]) -> Found:
    places, targets = find_in_texts(text.take(candidates), pattern, normal)
    return candidates.to_numpy(zero_copy_only=False)[places], targets


def _links(text: pa.Array, candidates: pa.Array) -> Found:
    found = [find_links(written) for written in text.take(candidates).to_pylist()]
    counts = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    places = np.repeat(candidates.to_numpy(zero_copy_only=False), counts)
    return places, pa.array(itertools.chain.from_iterable(found), pa.string())
