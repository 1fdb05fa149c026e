"""What does a reviewer read? One sentence a fact, plain, about content: never about guilt, never about a person.

Left out: translation (the desk shows these sentences beside its own, translated, headings).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from seawall.index import BankEntry
from seawall.pipeline.scoring import Tier

__all__ = ["evidence_sentence", "not_raised_sentence", "raised_sentence"]

_SHOWN: Final = 80
_SENTENCES: Final = {
    "sha256": "{What} carries a file that is, byte for byte, one held in {bank}.",
    "md5": "{What} carries a file with the MD5 of one held in {bank}.",
    "url": "{What} names the address {value}, which is held in {bank}.",
    "text": "{What} is, apart from spelling, a text held in {bank}.",
    "term": "{What} contains “{value}”, a term listed in {bank}.",
}
_OTHER: Final = "{What} has the {kind} {value}, which is held in {bank}."


def evidence_sentence(what: str, entry: BankEntry) -> str:
    """Return what was found, for instance "The post contains “grey lighthouse”, a term listed in the bank “terms”."."""
    return _sentence(what, entry.signal_type, entry.written or entry.value, entry.said_by)


@lru_cache(maxsize=65_536)
def _sentence(what: str, signal_type: str, shown: str, bank: str) -> str:
    value = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return _SENTENCES.get(signal_type, _OTHER).format(
        What=what[0].upper() + what[1:], value=value, bank=bank, kind=signal_type
    )


def raised_sentence(tier: Tier) -> str:
    """Return why a finding is put before a reviewer."""
    if tier is Tier.SAME:
        return "Raised: it is the same as known content."
    return "Raised: together with the other matches on it, this is enough to look at."


def not_raised_sentence() -> str:
    """Return why a finding is not: the words alone are used by people who report, condemn or study, too."""
    return "Not raised: listed terms alone are used by people who report, condemn or study, too."
