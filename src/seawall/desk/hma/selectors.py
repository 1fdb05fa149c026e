"""What is there for other systems? Names, types, contents and their numbers (`seawall.desk.banks.content_numbers`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Max

from seawall.desk.banks.content_numbers import find_by_number, number_of_lone_entry
from seawall.desk.banks.models import Bank, BankContent, BankEntry
from seawall.desk.banks.selectors import banks_version
from seawall.desk.hma.errors import NotHereError, TypeDisabledError
from seawall.desk.hma.models import ApiToken, BankName, ExchangeSetting, SignalSwitch
from seawall.desk.hma.services.naming import name_banks
from seawall.exchange.hma import own_name

__all__ = [
    "FOREVER",
    "Banked",
    "TypeSize",
    "all_tokens",
    "bank_named",
    "bank_names",
    "content_numbered",
    "enabled_type",
    "exchange_named",
    "forget_names_and_switches",
    "lone_numbers",
    "ratio_of_type",
    "type_sizes",
]

FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when something is disabled that is disabled without end."""

Banked = BankContent | BankEntry
_PARAMETERS: Final = 500
_NAMES: Final = "hma-bank-names"
_SIZES: Final = "hma-type-sizes"
_SWITCHES: Final = "hma-switches"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSize:
    """How many entries of a signal type stand, and when the newest came (Unix seconds, −1: there is none)."""

    count: int
    newest: int


def bank_names(version: int) -> dict[str, str]:
    """Return the names of living banks on the API → their own names; found anew where the banks' `version` differs."""
    kept = cache.get(_NAMES)
    if kept is not None and kept[0] == version:
        return dict(kept[1])
    names = name_banks()
    cache.set(_NAMES, (version, names), timeout=5)
    return names


def forget_names_and_switches() -> None:
    """Ask for the names of banks and the switches of types anew: one changed that no bank's version tells of."""
    cache.delete_many([_NAMES, _SWITCHES])


def bank_named(name: str) -> Bank:
    """Return the living bank of this name on the API; NotHereError where there is none."""
    if name not in name_banks():
        raise NotHereError(f"bank '{name[:80]}' not found")
    return BankName.objects.select_related("bank").get(name=name).bank


def enabled_type(asked: str) -> str:
    """Return our name of a type that a client names; TypeDisabledError where it is switched off."""
    own = own_name(asked)
    if ratio_of_type(own) == 0:
        raise TypeDisabledError(f"SignalType '{asked}' is not enabled")
    return own


def ratio_of_type(own: str) -> float:
    """Return the share of a signal type."""
    ratios = cache.get(_SWITCHES)
    if ratios is None:
        ratios = dict(SignalSwitch.objects.values_list("signal_type", "enabled_ratio"))
        cache.set(_SWITCHES, ratios, timeout=5)
    return float(ratios.get(own, 1.0))


def type_sizes() -> dict[str, TypeSize]:
    """Return the sizes by our names of signal types; counted anew when a bank changed."""
    version = banks_version()
    kept = cache.get(_SIZES)
    if kept is not None and kept[0] == version:
        return dict(kept[1])
    counted = (
        BankEntry.objects.filter(withdrawn_at__isnull=True)
        .values_list("signal_type")
        .annotate(count=Count("pk"), newest=Max("added_at"))
        .order_by("signal_type")
    )
    sizes = {kind: TypeSize(count=count, newest=int(newest.timestamp())) for kind, count, newest in counted}
    cache.set(_SIZES, (version, sizes), timeout=600)
    return sizes


def lone_numbers(entry_ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of entries that stand alone, by entry id."""
    asked = sorted(set(entry_ids))
    numbers: dict[str, int] = {}
    for start in range(0, len(asked), _PARAMETERS):
        rows = BankEntry.objects.filter(entry_id__in=asked[start : start + _PARAMETERS]).values_list("entry_id", "pk")
        numbers.update((entry_id, number_of_lone_entry(number)) for entry_id, number in rows)
    return numbers


def content_numbered(bank: Bank, number: int) -> Banked | None:
    """Return what stands in a bank under a number of the API, None where nothing does."""
    banked = find_by_number(bank, number)
    return None if banked is None or banked.withdrawn_at is not None else banked


def exchange_named(name: str) -> ExchangeSetting:
    """Return the exchange of this name; NotHereError where there is none."""
    found = ExchangeSetting.objects.select_related("bank").filter(name=name).first()
    if found is None:
        raise NotHereError(f"Exchange '{name[:80]}' not found")
    return found


def all_tokens() -> list[ApiToken]:
    """Return the tokens, newest first, with the people who answer for them."""
    return list(ApiToken.objects.select_related("answers_for", "made_by", "revoked_by"))
