"""What do signals meet in the banks, as this API tells it?

Positive entries answer. Those of a seed bank are leads and answer only where a caller names the bank; negative ones
never do. The coin of `seawall.exchange.hma.coin` decides which banks take part. Several entries of one piece of
content are one match, the nearest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seawall.desk.banks.live_index import Looked, Met, live_index
from seawall.desk.hma.selectors import bank_names, lone_numbers
from seawall.errors import SeawallError
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import distance_word
from seawall.exchange.hma.answers import Matched
from seawall.index import Opinion
from seawall.signals import SIGNAL_TYPES, ContentKind, SignalColumn, Slices, TextContent

__all__ = ["Wanted", "checked_signal", "column_of", "look_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which banks may answer: those named (None: any), and those whose share is at least `coin`."""

    banks: Collection[str] | None = None
    coin: float = 0.0


def checked_signal(own: str, asked: str, signal: str) -> str:
    """Return a signal in the form that is looked up.

    What applies to texts is content, looked through for what the banks hold; anything else is a value of its type.

    Raises:
        HmaRequestError: it is no value of its type.
    """
    kind = SIGNAL_TYPES[own]
    if kind.APPLIES_TO is ContentKind.TEXT:
        return signal
    try:
        return kind.parse(signal)
    except SeawallError as error:
        raise HmaRequestError(f"invalid signal for {asked[:80]}: {error.message}", field="signal") from error


def column_of(own: str, checked: Sequence[str]) -> SignalColumn:
    """Return checked signals of one type as a column, a row each."""
    kind = SIGNAL_TYPES[own]
    if kind.APPLIES_TO is ContentKind.TEXT:
        return kind.extract(TextContent(checked))
    return SignalColumn(rows=np.arange(len(checked), dtype=np.int64), values=Slices.of(checked))


def look_up(columns: Mapping[str, SignalColumn], wanted: Wanted) -> dict[str, dict[int, list[Matched]]]:
    """Return what was met, by our name of the type and by row, nearest first."""
    looked = live_index().look_up(columns)
    names = {own: name for name, own in bank_names(sum(state.version for state in looked.banks.values())).items()}
    answering = {
        kind: [met for met in found if _answers(met, looked, names, wanted)] for kind, found in looked.met.items()
    }
    numbers = _numbers(met for found in answering.values() for met in found)
    return {kind: _by_row(kind, found, names, numbers) for kind, found in answering.items()}


def _answers(met: Met, looked: Looked, names: Mapping[str, str], wanted: Wanted) -> bool:
    bank = looked.banks[met.entry.bank]
    name = names.get(bank.name)
    if name is None or bank.enabled_ratio < wanted.coin:
        return False
    if wanted.banks is not None:
        return name in wanted.banks
    return met.entry.opinion is Opinion.POSITIVE


def _numbers(found: Iterable[Met]) -> dict[str, int]:
    return lone_numbers(met.entry.entry_id for met in found if met.entry.content is None)


def _by_row(
    kind: str, found: Iterable[Met], names: Mapping[str, str], numbers: Mapping[str, int]
) -> dict[int, list[Matched]]:
    nearest: dict[int, dict[int, tuple[int, str]]] = {}
    for met in found:
        number = numbers[met.entry.entry_id] if met.entry.content is None else int(met.entry.content[1:])
        row = nearest.setdefault(met.row, {})
        if number not in row or met.distance < row[number][0]:
            row[number] = (met.distance, names[met.entry.bank])
    return {
        row: [
            Matched(bank=bank, content_id=number, distance=distance_word(kind, distance))
            for number, (distance, bank) in sorted(by_number.items(), key=lambda one: (one[1][0], one[0]))
        ]
        for row, by_number in nearest.items()
    }
