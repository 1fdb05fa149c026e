"""Is this an International Bank Account Number whose length and check digits fit?

Source: ISO 13616-1, remainder 1 modulo 97 (ISO 7064); lengths by country from the SWIFT registry, in
`data/wallet_kinds.toml`. Left out: each country's own check digits, whether the account exists.
"""

from __future__ import annotations

import re
from typing import Final

from seawall.signals.wallet_rules import wallet_rules

__all__ = ["is_iban"]

_FORM: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]+", re.ASCII)


def is_iban(written: str) -> bool:
    """Say whether `written` (capitals and digits, no spaces) is one.

    >>> is_iban("GB82WEST12345698765432"), is_iban("GB83WEST12345698765432")
    (True, False)
    """
    if not _FORM.fullmatch(written) or wallet_rules().iban_lengths.get(written[:2]) != len(written):
        return False
    turned = written[4:] + written[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
