"""What does a reviewer read? One sentence a fact, plain, about content: never about guilt, never about a person.

Left out: translation (the desk shows these sentences beside its own, translated, headings).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from seawall.index import BankEntry, Tier

__all__ = ["evidence_sentence", "not_raised_sentence", "raised_sentence", "reshare_sentence"]

_SHOWN: Final = 80
_SENTENCES: Final = {
    "sha256": "{What} carries a file that is, byte for byte, one held in {bank}.",
    "sha1": "{What} carries a file with the SHA-1 of one held in {bank}.",
    "md5": "{What} carries a file with the MD5 of one held in {bank}.",
    "url": "{What} names the address {value}, which is held in {bank}.",
    "text": "{What} is, apart from spelling, a text held in {bank}.",
    "term": "{What} contains “{value}”, a term listed in {bank}.",
    "wallet": "{What} names the payment address {value}, which is held in {bank}.",
    "pdq": "{What} carries a picture that is much like one held in {bank}.",
    "picture": "{What} carries a picture that shows much of one held in {bank}.",
    "pdq_frames": "{What} carries a video with scenes of one held in {bank}.",
    "audio": "{What} carries sound that is part of a recording held in {bank}.",
}
_BY_STAGE: Final = {
    ("text", "near_text"): "{What} has much the wording of a text held in {bank}.",
    ("text", "inside"): "{What} contains, apart from spelling, a text held in {bank}.",
    ("text", "part"): "{What} is a part of a text held in {bank}.",
    ("url", "host"): "{What} names an address of the site {value}, which is held in {bank}.",
    ("url", "path"): "{What} names an address under {value}, which is held in {bank}.",
    ("url", "channel"): "{What} names an address of the channel {value}, which is held in {bank}.",
}
_OTHER: Final = "{What} has the {kind} {value}, which is held in {bank}."


def evidence_sentence(what: str, entry: BankEntry, stage: str | None = None) -> str:
    """Return what was found, for instance "The post contains “grey lighthouse”, a term listed in the bank “terms”.".

    `stage` is how the two met, where several ways lead to one signal type.
    """
    return _sentence(what, (entry.signal_type, stage), (entry.written or entry.value)[:_SHOWN], entry.said_by)


@lru_cache(maxsize=65_536)
def _sentence(what: str, how: tuple[str, str | None], shown: str, bank: str) -> str:
    value = shown if len(shown) < _SHOWN else shown[: _SHOWN - 1] + "…"
    sentence = _BY_STAGE.get((how[0], how[1] or "")) or _SENTENCES.get(how[0], _OTHER)
    return sentence.format(What=what[0].upper() + what[1:], value=value, bank=bank, kind=how[0])


def raised_sentence(tier: Tier) -> str:
    """Return why a finding is put before a reviewer."""
    if tier is Tier.SAME:
        return "Raised: it is the same as known content."
    if tier is Tier.NEAR:
        return "Raised: it is much like known content."
    return "Raised: together with the other matches on it, this is enough to look at."


def not_raised_sentence() -> str:
    """Return why a finding is not: the words alone are used by people who report, condemn or study, too."""
    return "Not raised: listed terms alone are used by people who report, condemn or study, too."


def reshare_sentence(post_id: str) -> str:
    """Return what a bare reshare does."""
    return f"The post passes on the post {post_id} without a word of its own."
