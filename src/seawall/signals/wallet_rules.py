"""What do we know about chains and countries? The table `data/wallet_kinds.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["WalletRules", "wallet_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletRules:
    """The table, in the forms that look-ups want."""

    base58_chains: dict[bytes, str]
    bech32_chains: dict[str, str]
    monero_digits: dict[int, int]
    written_before: frozenset[str]
    iban_lengths: dict[str, int]


@cache
def wallet_rules() -> WalletRules:
    """Return the shipped table."""
    table = tomllib.loads(files("seawall.signals").joinpath("data/wallet_kinds.toml").read_text("utf-8"))
    return WalletRules(
        base58_chains={bytes.fromhex(version): chain for version, chain in table["base58"].items()},
        bech32_chains=table["bech32"],
        monero_digits={int(octet, 16): digits for octet, digits in table["monero"].items()},
        written_before=frozenset(table["written_before"]["names"]),
        iban_lengths=table["iban_lengths"],
    )
