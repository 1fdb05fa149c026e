"""Which one number do other systems know a piece of banked content by, or an entry that stands alone?

A piece of content has its own number; a lone entry has 1,000,000,000 and its own, so that the two never meet and both
fit into 32 bits. Numbers are permanent.
"""

from __future__ import annotations

from typing import Final

from seawall.desk.banks.models import Bank, BankContent, BankEntry

__all__ = ["find_by_number", "number_of", "number_of_lone_entry"]

_LONE: Final = 1_000_000_000


def number_of(subject: BankContent | BankEntry) -> int:
    """Return the number; an entry of a piece of content has that content's.

    >>> number_of(BankContent(pk=7)), number_of(BankEntry(pk=7)), number_of(BankEntry(pk=8, content_id=7))
    (7, 1000000007, 7)
    """
    if isinstance(subject, BankContent):
        return subject.pk
    return subject.content_id if subject.content_id is not None else number_of_lone_entry(subject.pk)


def number_of_lone_entry(entry_number: int) -> int:
    """Return the number of an entry that belongs to no piece of content, by its row."""
    return _LONE + entry_number


def find_by_number(bank: Bank, number: int) -> BankContent | BankEntry | None:
    """Return what has this number in a bank, withdrawn or not; None where nothing has."""
    if number <= _LONE:
        return bank.contents.filter(pk=number).first()
    return bank.entries.filter(pk=number - _LONE, content__isnull=True).first()
