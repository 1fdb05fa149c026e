"""Which payment identifier is this? One canonical spelling `chain:address`, given only where the checksum fits.

Known: Bitcoin, Litecoin, Dogecoin, Dash and Zcash (base58check, bech32, bech32m), Tron, Ethereum and the chains that
share its addresses (EIP-55 where letters are of both cases), Monero, TON, IBAN. Tokens such as USDT are paid to
addresses of their chain, so they need nothing of their own. Left out: card numbers, phone numbers, names of account
holders, private keys, and chains whose addresses carry no checksum (Solana).
"""

from __future__ import annotations

import re
from typing import Final

from seawall.signals.wallet_base58 import base58check_payload, monero_payload
from seawall.signals.wallet_bech32 import is_segwit_address
from seawall.signals.wallet_iban import is_iban
from seawall.signals.wallet_keccak import keccak_256
from seawall.signals.wallet_rules import wallet_rules
from seawall.signals.wallet_ton import FRIENDLY_DIGITS, raw_ton_address

__all__ = ["is_checked", "payment_identifier"]

_EVM: Final = re.compile(r"0[xX][0-9a-fA-F]{40}", re.ASCII)
_BASE58_DIGITS: Final = range(25, 36)
_HASH_OCTETS: Final = 20
_SHORTEST_BECH32: Final = 25  # shorter ones are valid by BIP-350 and used by nobody
_RAW_TON: Final = re.compile(r"(-1|0):[0-9a-f]{64}", re.ASCII | re.IGNORECASE)


def payment_identifier(written: str) -> str | None:
    """Return the canonical form of an address without spaces; None where it is none or its checksum is wrong.

    >>> payment_identifier("gb82west12345698765432"), payment_identifier("GB83WEST12345698765432")
    ('iban:GB82WEST12345698765432', None)
    """
    if _EVM.fullmatch(written):
        return f"evm:{written.lower()}" if _evm_fits(written[2:]) else None
    if is_iban(written.upper()):
        return f"iban:{written.upper()}"
    return _ton(written) or _bech32(written) or _base58(written) or _monero(written)


def is_checked(written: str) -> bool:
    """Say whether a payment identifier carries a checksum: one in one case of letters on an EVM chain does not."""
    return not _EVM.fullmatch(written) or written[2:] not in {written[2:].lower(), written[2:].upper()}


def _evm_fits(digits: str) -> bool:
    """Say whether the case of letters is the checksum of EIP-55, or the same for all: written without one."""
    if digits in {digits.lower(), digits.upper()}:
        return True
    nibbles = keccak_256(digits.lower().encode("ascii")).hex()
    return all(
        digit.isdecimal() or digit.isupper() == (int(nibble, 16) >= 8)
        for digit, nibble in zip(digits, nibbles[: len(digits)], strict=True)
    )


def _ton(written: str) -> str | None:
    if _RAW_TON.fullmatch(written):
        return f"ton:{written.lower()}"
    raw = raw_ton_address(written) if len(written) == FRIENDLY_DIGITS else None
    return None if raw is None else f"ton:{raw}"


def _bech32(written: str) -> str | None:
    lower = written.lower()
    chain = wallet_rules().bech32_chains.get(lower.partition("1")[0])
    if chain is None or len(written) < _SHORTEST_BECH32 or written not in {lower, written.upper()}:
        return None
    return f"{chain}:{lower}" if is_segwit_address(lower, lower.partition("1")[0]) else None


def _base58(written: str) -> str | None:
    payload = base58check_payload(written) if len(written) in _BASE58_DIGITS else None
    if payload is None:
        return None
    chain = wallet_rules().base58_chains.get(payload[:-_HASH_OCTETS])
    return None if chain is None else f"{chain}:{written}"


def _monero(written: str) -> str | None:
    if len(written) not in wallet_rules().monero_digits.values():
        return None
    payload = monero_payload(written)
    if payload is None or wallet_rules().monero_digits.get(payload[0]) != len(written):
        return None
    return f"xmr:{written}"
