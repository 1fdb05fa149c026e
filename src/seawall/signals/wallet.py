"""The signal `wallet`: does this text name a payment identifier that we know?

Known are cryptocurrency addresses and IBANs whose checksums fit (`wallet_kinds.py`), found also across invisible
characters, spaces and line breaks (`wallet_finding.py`). They are only compared with banks: no list of those that
stand in texts is kept. Left out, on purpose: card numbers, and anything else of a person.

The weight is less than that of an address on the web: reports, court papers and lists of sanctions quote wallets, too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices, string_buffers
from seawall.signals.wallet_finding import find_wallets
from seawall.signals.wallet_kinds import payment_identifier
from seawall.signals.wallet_rules import wallet_rules

__all__ = ["Wallet"]

_SHOWN: Final = 40


class Wallet:
    """A payment identifier with a checksum."""

    NAME: Final = "wallet"
    TITLE: Final = "Payment identifier"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.8

    def parse(self, value: str) -> str:
        """Return `chain:address`; SignalValueError where the value is no such identifier or its checksum is wrong."""
        bare = _without_name(value.strip())
        canonical = payment_identifier(bare)
        if canonical is not None:
            return canonical
        found = find_wallets(bare)
        if len(found) == 1 and not bare[: found[0].start].strip() and not bare[found[0].end :].strip():
            return found[0].canonical
        raise SignalValueError(
            f"this is no payment identifier that we know, or a character of it is wrong: its checksum doesn't fit: "
            f"{value[:_SHOWN]!r}",
            value=value,
            signal_type=self.NAME,
        )

    def extract(self, content: Content) -> SignalColumn:
        """Return the payment identifiers in the texts, with the characters where they stand."""
        if not isinstance(content, TextContent):
            raise TypeError(f"{self.NAME} is taken from texts, not from {content.kind}")
        from seawall.signals.wallet_kernel import maybe_wallets  # compiles: only when needed

        maybe = np.flatnonzero(maybe_wallets(*string_buffers(content.texts)))
        texts = content.texts.take(pa.array(maybe)).to_pylist()
        found = [(row, one) for row, text in zip(maybe.tolist(), texts, strict=True) for one in find_wallets(text)]
        return SignalColumn(
            rows=np.array([row for row, _ in found], dtype=np.int64),
            values=Slices.of([one.canonical for _, one in found]),
            starts=np.array([one.start for _, one in found], dtype=np.int32),
            ends=np.array([one.end for _, one in found], dtype=np.int32),
        )

    def examples(self) -> tuple[SignalExample, ...]:
        """Return published examples: the first Bitcoin address, the specimen IBAN, one of EIP-55."""
        return (
            SignalExample(
                written="bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                canonical="btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                carried_by=(
                    "send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa.",
                    "BTC: 1A1zP1eP5QGefi2D\nMPTfTL5SLmv7DivfNa",
                    "1A1zP1eP5QGefi\u200b2DMPTfTL5SLmv7DivfNa",
                ),
                not_carried_by=("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaa"),
            ),
            SignalExample(
                written="gb82 west 1234 5698 7654 32",
                canonical="iban:GB82WEST12345698765432",
                carried_by=("IBAN GB82 WEST 1234 5698 7654 32", "gb82west12345698765432"),
                not_carried_by=("GB82 WEST 1234 5698 7654 33", "GB82 WEST 1234"),
            ),
            SignalExample(
                written="0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                canonical="evm:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                carried_by=("eth 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",),
                not_carried_by=(
                    "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                    "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
                ),
            ),
        )


def _without_name(written: str) -> str:
    """Return an address without the name of its chain before it and the amount behind it, as in payment links."""
    name, colon, rest = written.partition(":")
    if colon and name.strip().lower() in wallet_rules().written_before:
        return rest.strip().removeprefix("//").partition("?")[0].partition("@")[0]
    return written
