"""What do posts share, name and repeat? The 64-bit keys of a whole column of posts, by kind and by account.

Addresses, media, mentions, hashtags, contact points, accounts announced as new or named as former ones; whole posts of
five words and more, and phrases of five neighbouring words, both in the normal form of text and without addresses and
mentions. Of an account's phrases the 64 smallest keys are kept (a bottom-k sketch): what two accounts share of them is
an estimate of what they share. Posts that are another's by their own word (reshares, "RT @x: …", “…” @x) give neither.

Left out: what shared keys mean (`compare/`); styles and hours (`style.py`, `rhythm.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.portrait import KeyKind
from seawall.identity.traits.address_keys import contact_of
from seawall.identity.traits.key_gathering import KeyGathering, Owners, PostKeys
from seawall.identity.traits.key_hash import column_keys, key_of
from seawall.identity.traits.named_in_posts import gather_named, scan_texts
from seawall.signals.normal_form import NormalTexts, normalise_octets

__all__ = ["MOST_PHRASES", "PHRASE_WORDS", "gather_posts", "post_keys"]

PHRASE_WORDS: Final = 5
"""Words of a phrase, and the fewest of a post that counts as a whole."""

MOST_PHRASES: Final = 64
"""Phrases kept of an account: those of the smallest keys."""

_ANOTHERS: Final = ("reshare", "quote")


def post_keys(
    texts: Any,
    owners: NDArray[Any],
    *,
    media: Any = None,
    kinds: Any = None,
    others: Any = None,
) -> PostKeys:
    """Return the keys of a column of posts.

    Args:
        texts: Arrow string column; null is a post without text.
        owners: the account of each post, as a number from 0 on.
        media: Arrow list column of media ids, or None.
        kinds: Arrow string column of `corpus.schemas.POST_KINDS`, or None; reshares and quotes are another's words.
        others: Arrow string column of the account that a post answers or reshares (handle or profile address), or None.

    Raises:
        ValueError: the columns differ in length.
    """
    gathering = KeyGathering()
    gather_posts(gathering, texts, owners, media=media, kinds=kinds, others=others)
    return gathering.finish()


def gather_posts(
    gathering: KeyGathering,
    texts: Any,
    owners: NDArray[Any],
    *,
    media: Any = None,
    kinds: Any = None,
    others: Any = None,
    profiles: Sequence[Any] = (),
) -> None:
    """Gather the keys of a column of posts; see `post_keys`.

    `profiles` are columns of bios and addresses, each with a row for every account; they are read along with the posts,
    as `gather_profiles` does, where all these are no more than `FEW_TEXTS`.
    """
    columns = [column for column in (texts, media, kinds, others) if column is not None]
    if any(len(column) != len(owners) for column in columns):
        raise ValueError(f"columns of {[len(column) for column in columns]} posts for {len(owners)} owners")
    whose = np.ascontiguousarray(owners, dtype=np.int32)
    scanned = scan_texts(*profiles, texts)
    normal = normalise_octets(scanned.cleaned, scanned.offsets)
    first = len(scanned) - len(whose)
    named_by = np.concatenate((*(np.arange(len(one), dtype=np.int32) for one in profiles), whose)) if first else whose
    gather_named(scanned, normal, named_by, gathering, shared=KeyKind.URL, profiles=first)
    _gather_wordings(normal.behind(first), _own_words(scanned.noted[first:], kinds), whose, gathering)
    if media is not None:
        _gather_media(media, whose, gathering)
    if others is not None:
        _gather_others(others, whose, gathering)


def _own_words(noted: NDArray[np.uint8], kinds: Any) -> NDArray[np.bool_]:
    """Say of each post whether its words are its account's own."""
    from seawall.identity.traits.post_marks_kernel import ATTRIBUTED

    own: NDArray[np.bool_] = (noted & ATTRIBUTED) == 0
    if kinds is not None:
        told = pc.is_in(kinds, value_set=pa.array(_ANOTHERS, kinds.type))
        own &= ~np.asarray(pc.fill_null(whole_column(told), fill_value=False).to_numpy(zero_copy_only=False), np.bool_)
    return own


def _gather_wordings(normal: NormalTexts, own: NDArray[np.bool_], owners: Owners, gathering: KeyGathering) -> None:
    from seawall.identity.traits.post_phrases_kernel import phrase_sketches, post_hashes

    data, starts, ends = normal.slices.data, normal.slices.starts, normal.slices.ends
    chosen = np.flatnonzero(own).astype(np.int64)
    chosen = chosen[np.argsort(owners[chosen], kind="stable")]
    rows, keys = np.empty(len(chosen), np.int64), np.empty(len(chosen), np.uint64)
    count = post_hashes(data, starts, ends, chosen, PHRASE_WORDS, rows, keys)
    gathering.add(KeyKind.POST, owners[rows[:count]], keys[:count])
    accounts = int(np.count_nonzero(np.diff(owners[chosen]))) + 1 if len(chosen) else 0
    who, phrases = np.empty(accounts * MOST_PHRASES, np.int32), np.empty(accounts * MOST_PHRASES, np.uint64)
    held = np.empty(MOST_PHRASES, np.uint64)
    count = phrase_sketches(data, starts, ends, chosen, owners, PHRASE_WORDS, held, who, phrases)
    gathering.add(KeyKind.PHRASE, who[:count], phrases[:count])


def _gather_media(media: Any, owners: Owners, gathering: KeyGathering) -> None:
    lists = whole_column(media)
    rows = np.asarray(pc.list_parent_indices(lists))
    ids = pc.list_flatten(lists).cast(pa.large_string())
    named = np.asarray(pc.fill_null(pc.not_equal(ids, ""), fill_value=False).to_numpy(zero_copy_only=False), np.bool_)
    ids = ids.filter(pa.array(named))
    keys = column_keys(ids)
    gathering.add(KeyKind.MEDIA, owners[rows[named]], keys)
    gathering.show(keys, ids)


def _gather_others(others: Any, owners: Owners, gathering: KeyGathering) -> None:
    column = whole_column(others)
    coded = column.cast(pa.large_string()).fill_null("").dictionary_encode()
    forms = [contact_of(one) for one in coded.dictionary.to_pylist()]
    keys = np.array([key_of(one) if one else 0 for one in forms], np.uint64)
    number = np.asarray(coded.indices)
    told = np.array([one is not None for one in forms], np.bool_)[number] if forms else np.zeros(0, np.bool_)
    gathering.add(KeyKind.CONTACT, owners[told], keys[number[told]])
    gathering.show(keys[[one is not None for one in forms]], [one for one in forms if one is not None])
