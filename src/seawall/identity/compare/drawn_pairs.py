"""Pairs of portraits for the worked examples of comparisons that look at keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seawall.identity.compare.comparison import ComparisonExample
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.key_hash import key_of, keys_of

__all__ = ["crowd_of", "pair_of", "with_keys"]

Texts = Mapping[KeyKind, Iterable[str]]


def with_keys(account: str, texts: Texts, *, handle: str | None = None, post_count: int = 0) -> Portrait:
    """Return a portrait that holds and shows these texts."""
    told = {kind: tuple(of_kind) for kind, of_kind in texts.items()}
    return Portrait(
        account=account,
        handle=handle,
        post_count=post_count,
        keys={kind: keys_of(of_kind) for kind, of_kind in told.items()},
        shown={key_of(text): text for of_kind in told.values() for text in of_kind},
    )


def pair_of(kind: KeyKind, new: Iterable[str], closed: Iterable[str], level: str | None) -> ComparisonExample:
    """Return an example in which both sides hold keys of one kind."""
    mine, theirs = tuple(new), tuple(closed)
    name = level or "nothing"
    return ComparisonExample(
        new=with_keys(f"new:{name}", {kind: mine}), closed=with_keys(f"old:{name}", {kind: theirs}), level=level
    )


def crowd_of(kind: KeyKind, texts: Iterable[str], level: str | None, pairs: int = 3) -> tuple[ComparisonExample, ...]:
    """Return pairs that all hold the same, so that it is common among the examples."""
    told = tuple(texts)
    return tuple(
        ComparisonExample(
            new=with_keys(f"new:crowd{number}", {kind: told}),
            closed=with_keys(f"old:crowd{number}", {kind: told}),
            level=level,
        )
        for number in range(pairs)
    )
