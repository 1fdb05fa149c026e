"""Do two sites stand behind the same certificate or public key?

Equal fingerprints of a key that few sites have: whoever runs one has the other's private key. Traps: certificates of
content networks, hosters and site builders, which thousands of sites share (the count shows it); a certificate for
many names of unrelated customers.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import kinds_of, overlap
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["Certificate"]

_RARE, _COMMON, _DIFFERENT = range(3)


class Certificate:
    """Fingerprints of certificates and public keys."""

    NAME: Final = "certificate"
    TITLE: Final = "Certificate of the site"
    FAMILY: Final = Family.MACHINE
    LEVELS: Final = ("rare", "common", "different")
    KEYS: Final = kinds_of(KeyKind.CERTIFICATE)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return whether both have a certificate or key in common; None where one has none."""
        if not len(mine := new.of_kind(KeyKind.CERTIFICATE)) or not len(theirs := closed.of_kind(KeyKind.CERTIFICATE)):
            return None
        shared = overlap(mine, theirs, KeyKind.CERTIFICATE, population)
        if not shared.count:
            return Outcome(level=_DIFFERENT, sentence="The sites have different certificates and keys.")
        return Outcome(
            level=_RARE if shared.rare else _COMMON,
            sentence=f"Both sites use the same certificate or key.{shared.told()}",
            rarity_bits=shared.bits,
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return a key of two sites, one of a content network, and different ones."""
        kind = KeyKind.CERTIFICATE
        return (
            pair_of(kind, ["sha256:1f"], ["sha256:1f", "sha256:2e"], "rare"),
            *crowd_of(kind, ["sha256:cd"], "common"),
            pair_of(kind, ["sha256:3d"], ["sha256:4c"], "different"),
            pair_of(kind, ["sha256:3d"], [], None),
        )
