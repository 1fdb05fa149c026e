"""Where can whoever writes this be reached or paid? E-mail addresses and telephone numbers; wallets and invites beside.

One spelling each, which its key is made of: `mailto:name@host.example`, `tel:+34600111222`, `btc:1A1z…` as in
`seawall.signals.wallet_finding`, an invite as its canonical address. A telephone number counts with its country only
(`+34 …`, `0034 …`): without it two numbers of different places look the same. Left out: card numbers, names, places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from seawall.signals.wallet_finding import find_wallets

__all__ = ["as_telephone", "contact_points", "describe_contact_point", "emails", "is_invite", "telephones"]

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?)@((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})"
    r"(?![\w-])"
)
_TELEPHONE: Final = re.compile(r"(?<![\w+])(?:\+|[0\u0660\u06f0]{2})[\s(]{0,2}(\d(?:[\s().\-/]{0,2}\d){7,15})(?!\d)")
_NO_DIGIT: Final = re.compile(r"\D")
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15  # ITU-T E.164
_INVITE: Final = re.compile(
    r"https://(?:t\.me/\+|chat\.whatsapp\.com/|discord\.gg/|signal\.group/|whatsapp\.com/channel/|"
    r"(?:t\.me/addlist|join\.skype\.com|viber\.com/invite|matrix\.to)/).",
    re.IGNORECASE,
)
_TELEPHONE_ADDRESS: Final = re.compile(r"https://wa\.me/(\d{8,15})")
_KINDS: Final = {"mailto": "e-mail address", "tel": "telephone number", "iban": "bank account", "https": "invite"}


def contact_points(text: str) -> Iterator[str]:
    """Yield the wallets, e-mail addresses and telephone numbers of one text in their one spelling.

    >>> list(contact_points("Lamp.Room@Mail.example or +34 600 111 222"))
    ['mailto:lamp.room@mail.example', 'tel:+34600111222']
    """
    for wallet in find_wallets(text):
        yield wallet.canonical
    yield from emails(text)
    yield from telephones(text)


def emails(text: str) -> Iterator[str]:
    """Yield the e-mail addresses of a text as `mailto:…`, in lower case."""
    for match in _EMAIL.finditer(text):
        yield f"mailto:{match[0].lower()}"


def telephones(text: str) -> Iterator[str]:
    """Yield the telephone numbers with a country as `tel:+…`; digits of any script count.

    >>> list(telephones("٠٠٣٤ ٦٠٠ ١١١ ٢٢٢, 600 111 222"))
    ['tel:+34600111222']
    """
    for match in _TELEPHONE.finditer(text):
        digits = "".join(str(int(digit)) for digit in _NO_DIGIT.sub("", match[1]))
        if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and digits[0] != "0":
            yield f"tel:+{digits}"


def is_invite(canonical: str) -> bool:
    """Say whether a canonical address is an invite to a closed room.

    >>> is_invite("https://t.me/+AbCdEf"), is_invite("https://t.me/lamp_room")
    (True, False)
    """
    return _INVITE.match(canonical) is not None


def as_telephone(canonical: str) -> str | None:
    """Return the telephone number that a canonical address leads to."""
    match = _TELEPHONE_ADDRESS.fullmatch(canonical)
    return f"tel:+{match[1]}" if match else None


def describe_contact_point(point: str) -> str:
    """Say what a contact point is, in words.

    >>> describe_contact_point("mailto:lamp@mail.example"), describe_contact_point("btc:1A1z")
    ('the e-mail address lamp@mail.example', 'the wallet 1A1z')
    """
    kind, _, rest = point.partition(":")
    return f"the {_KINDS.get(kind, 'wallet')} {point if kind == 'https' else rest}"
