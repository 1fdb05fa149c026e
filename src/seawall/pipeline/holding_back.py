"""Which finding is kept from the queue, and why? What negative banks and the entries themselves say against raising.

A held-back finding stays visible, with its reason. The rules:

1. The account, or the channel's account, stands in a negative bank: nothing of it is raised.
2. The value itself stands in a negative bank too: that finding is not raised.
3. The whole text stands in a negative bank: none of the text's findings is raised; a picture beside it still is.
4. The text links to an address, or to a host whose front page is listed, of a negative bank: its terms are not raised,
   nor that address. Known files, texts and other addresses still are, or one news link would shelter anything.
5. The term stands inside a longer negative term: not raised ("grey lighthouse" in "grey lighthouse museum").
6. The entry is a seed, or the desk holds it back (foreign and not yet looked at here, quarantined, disputed): not
   raised.
7. The file itself is, or is much like, one of a negative bank: none of its pictures, frames or sounds is raised.
"""

from __future__ import annotations

from collections.abc import Iterable

from seawall.index import BankEntry, Opinion
from seawall.signals import url_levels

__all__ = ["NegativeBanks", "host_root"]


class NegativeBanks:
    """What the negative entries protect, ready to be asked."""

    def __init__(self, entries: Iterable[BankEntry]) -> None:
        """Take the negative ones of `entries`."""
        self._by_value: dict[tuple[str, str], BankEntry] = {}
        for entry in entries:
            if entry.opinion is Opinion.NEGATIVE:
                self._by_value.setdefault((entry.signal_type, entry.value), entry)

    def __len__(self) -> int:
        """Count the protected values."""
        return len(self._by_value)

    @property
    def accounts(self) -> dict[str, BankEntry]:
        """Return the protected accounts: canonical handle value → entry."""
        return {value: entry for (kind, value), entry in self._by_value.items() if kind == "handle"}

    @property
    def protects_addresses(self) -> bool:
        """Say whether any address is protected."""
        return any(kind == "url" for kind, _ in self._by_value)

    def of_entry(self, entry: BankEntry) -> str | None:
        """Return why an entry is never raised, whatever it is found on; None where it may be."""
        if entry.held_back is not None:
            return entry.held_back
        if entry.opinion is Opinion.SEED:
            return f"The entry is a seed of {entry.said_by}: it helps finding and raises nothing by itself."
        against = self._by_value.get((entry.signal_type, entry.value))
        if against is not None:
            return f"The same value stands in {against.said_by}, whose content is not raised."
        if entry.signal_type == "url" and (host := self.of_address(entry.value)) is not None:
            return host
        return None

    def of_address(self, canonical: str) -> str | None:
        """Return why an address is protected: by itself, its host, or a path or channel it lies under; else None."""
        for value in (canonical, host_root(canonical), *(level.value for level in url_levels(canonical))):
            entry = self._by_value.get(("url", value))
            if entry is not None:
                return f"The address {value} stands in {entry.said_by}, whose content is not raised."
        return None


def of_account(entry: BankEntry) -> str:
    """Return the reason for rule 1."""
    return f"The account stands in {entry.said_by}, whose posts are not raised."


def of_text(entry: BankEntry) -> str:
    """Return the reason for rule 3."""
    return f"The whole text stands in {entry.said_by}, whose content is not raised."


def of_file(entry: BankEntry) -> str:
    """Return the reason for rule 7."""
    return f"The file is like one of {entry.said_by}, whose content is not raised."


def of_term(entry: BankEntry) -> str:
    """Return the reason for rule 5."""
    return f"It stands inside “{entry.written or entry.value}” of {entry.said_by}, which is not raised."


def host_root(canonical: str) -> str:
    """Return the front page of an address's host.

    >>> host_root("https://wire.example/a/b?c=1")
    'https://wire.example/'
    """
    scheme, _, rest = canonical.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
