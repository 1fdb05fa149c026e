"""Thousands of signals in one call, beside HMA's own addresses: `POST /bulk/lookup` and `POST /bulk/signals`.

Both take JSON lines. A line that can't be used is told with its number and reason; the others are answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

import msgspec

from seawall.desk.banks.drafts import NumberedDraft, Rejected
from seawall.desk.banks.lists import MAX_LINES, read_list
from seawall.desk.banks.services import add_entries
from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import UploadTooLongError
from seawall.desk.hma.handlers.matching import wanted_banks
from seawall.desk.hma.matching import Wanted, checked_signal, column_of, look_up
from seawall.desk.hma.selectors import bank_named, enabled_type
from seawall.errors import SeawallError
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import lookup_answer, own_name

__all__ = ["MAX_LOOKUPS", "add_signals", "look_up_many"]

MAX_LOOKUPS: Final = 10_000
MAX_BULK_BYTES: Final = 32 << 20
_STEP: Final = 500  # so long others wait at most


class _Asked(msgspec.Struct, frozen=True):
    signal_type: str
    signal: str
    id: str | int | None = None


class _Types:
    """Our names of the types that a call names, each asked for once."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}

    def own(self, asked: str) -> str:
        if asked not in self._own:
            self._own[asked] = enabled_type(asked)
        return self._own[asked]


def look_up_many(call: Call) -> Answered:
    """Look many signals up: a line `{"signal_type", "signal", "id"?}` each; an answer line each, in the same order."""
    lines = _lines(call, MAX_LOOKUPS)
    decode = msgspec.json.Decoder(_Asked).decode
    answers: list[dict[str, Any]] = []
    by_type: dict[str, list[tuple[int, _Asked]]] = {}
    types = _Types()
    for place, (number, line) in enumerate(lines):
        answers.append({"line": number})
        try:
            asked = decode(line)
            by_type.setdefault(types.own(asked.signal_type), []).append((place, asked))
        except (msgspec.MsgspecError, SeawallError) as error:
            answers[place]["error"] = _why(error)
            continue
        if asked.id is not None:
            answers[place]["id"] = asked.id
    wanted = wanted_banks(call)
    for own, part in by_type.items():
        for start in range(0, len(part), _STEP):
            _answer(own, part[start : start + _STEP], wanted, answers)
    return Answered(text="".join(msgspec.json.encode(answer).decode() + "\n" for answer in answers))


def add_signals(call: Call) -> Answered:
    """Add a list of signals to a bank as entries that stand alone; says what became of every line."""
    bank = bank_named(call.required("bank"))
    lines = _lines(call, MAX_LINES)
    kind = call.asked("signal_type")
    drafts = read_list(_written(lines), signal_type=None if kind is None else own_name(kind))
    added = add_entries(bank, _of_token(drafts, bank.origin or call.token.origin), acting=call.token.answers_for)
    return Answered(
        body={
            "added": len(added.entry_ids),
            "repeats": len(added.repeats),
            "set_aside": [
                {"line": aside.line_number, "written": aside.written, "reason": aside.reason} for aside in added.rejects
            ],
        }
    )


def _answer(own: str, part: list[tuple[int, _Asked]], wanted: Wanted, answers: list[dict[str, Any]]) -> None:
    places, checked = [], []
    for place, asked in part:
        try:
            checked.append(checked_signal(own, asked.signal_type, asked.signal))
            places.append(place)
        except SeawallError as error:
            answers[place]["error"] = error.message
    if not checked:
        return
    found = look_up({own: column_of(own, checked)}, wanted)[own]
    for row, place in enumerate(places):
        answers[place]["matches"] = lookup_answer(found.get(row, []))


def _lines(call: Call, most: int) -> list[tuple[int, bytes]]:
    """Return the lines of the body that hold something, with their numbers."""
    body = call.request.read(MAX_BULK_BYTES + 1)
    if len(body) > MAX_BULK_BYTES:
        raise UploadTooLongError(f"a bulk call has at most {MAX_BULK_BYTES:,} bytes", limit=MAX_BULK_BYTES)
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if not lines:
        raise HmaRequestError("the body holds no line")
    if len(lines) > most:
        raise UploadTooLongError(f"a bulk call has at most {most:,} lines; this has {len(lines):,}", limit=most)
    return lines


def _written(lines: list[tuple[int, bytes]]) -> Iterator[bytes]:
    """Yield the lines again, empty ones between them too, so that they keep their numbers."""
    last = 0
    for number, line in lines:
        yield from [b"\n"] * (number - last - 1)
        yield line + b"\n"
        last = number


def _of_token(drafts: Iterable[NumberedDraft | Rejected], origin: str) -> Iterator[NumberedDraft | Rejected]:
    for one in drafts:
        if isinstance(one, NumberedDraft) and origin:
            yield replace(one, draft=replace(one.draft, origin=origin))
        else:
            yield one


def _why(error: Exception) -> str:
    if isinstance(error, SeawallError):
        return error.message
    return f"not a line of this call: {error}"
