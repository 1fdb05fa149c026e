"""How does a bank reach `tx` (python-threatexchange)? As its `local_file`: one line a signal, `signal_type value`.

Only types that `tx` has under one of its names are written, of positive opinion and held back by nothing: the format
has no place for doubts. A line break inside a value would make two lines of one, so white space becomes single
spaces. Source: threatexchange 1.2.17, `exchanges/impl/file_api.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final

from seawall.exchange.hma.signal_names import hma_name
from seawall.index import BankEntry, Opinion
from seawall.signals import vpdq_json

__all__ = ["LocalFileWritten", "write_local_file"]

_TX_TYPES: Final = frozenset({"pdq", "raw_text", "url", "video_md5", "video_sha256", "vpdq"})
"""The signal types of `tx` that we have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFileWritten:
    """How many entries were written, and how many were not, by reason."""

    written: int
    passed_over: dict[str, int]


def write_local_file(entries: Iterable[BankEntry], stream: BinaryIO) -> LocalFileWritten:
    """Write entries as a `local_file` of `tx` and say how many were passed over, and why."""
    written = 0
    passed_over: dict[str, int] = {}
    for entry in entries:
        reason = _why_not(entry)
        if reason is None:
            value = " ".join(_tx_value(entry).split())
            stream.write(f"{hma_name(entry.signal_type)} {value}\n".encode())
            written += 1
        else:
            passed_over[reason] = passed_over.get(reason, 0) + 1
    return LocalFileWritten(written=written, passed_over=passed_over)


def _why_not(entry: BankEntry) -> str | None:
    if hma_name(entry.signal_type) not in _TX_TYPES:
        return f"tx has no signal type {entry.signal_type}"
    if entry.opinion is not Opinion.POSITIVE:
        return f"its opinion is {entry.opinion.value}"
    if entry.held_back is not None:
        return "it is held back"
    return None


def _tx_value(entry: BankEntry) -> str:
    """Return the value as `tx` compares it: texts and addresses as they were written, digests in their one form."""
    if entry.signal_type in {"text", "url"} and entry.written:
        return entry.written
    if entry.signal_type == "pdq_frames":
        return vpdq_json(entry.value)
    return entry.value
