"""Which account does a TON address name? The raw form behind its many friendly spellings.

A friendly address is 48 digits of base 64, plain or URL-safe: one octet of kind (bounceable or not: the same account),
one of workchain, 32 of the account, two of CRC-16/XMODEM. Source: TON Enhancement Proposal 2. Left out: test networks.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

__all__ = ["FRIENDLY_DIGITS", "raw_ton_address"]

FRIENDLY_DIGITS: Final = 48

_BOUNCEABLE, _NOT_BOUNCEABLE = 0x11, 0x51
_WORKCHAINS: Final = (0, -1)


def raw_ton_address(written: str) -> str | None:
    """Return `workchain:account` in hexadecimal; None where a digit, the kind or the checksum is wrong."""
    try:
        octets = base64.b64decode(written.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        return None
    if len(octets) != 36 or octets[0] not in {_BOUNCEABLE, _NOT_BOUNCEABLE}:
        return None
    workchain = int.from_bytes(octets[1:2], "big", signed=True)
    if workchain not in _WORKCHAINS or binascii.crc_hqx(octets[:34], 0) != int.from_bytes(octets[34:], "big"):
        return None
    return f"{workchain}:{octets[2:34].hex()}"
