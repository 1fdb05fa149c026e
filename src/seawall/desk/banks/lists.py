"""What stands on the lines of a list that somebody pastes or uploads? Drafts, and lines set aside with their reason.

The written forms are those of bank files (`seawall.index.bank_formats`), told apart by the first line: JSON Lines, CSV
with a header, the `tx` form (`signal_type value`), else a value a line. Blank lines and remarks (`# `) are skipped. The
fields `bank`, `policy`, `content` and `limit` of a line are passed over: the bank itself says the first two and how
near a match must be, and a list holds lone signals. Text is UTF-8. Whether a value is one of its signal type is asked
later (`values.py`). Reading streams: a list of millions of lines takes the memory of one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from seawall.desk.banks.drafts import EntryDraft, NumberedDraft, Rejected
from seawall.desk.banks.errors import ListTooLongError
from seawall.desk.banks.values import shortened
from seawall.index.bank_formats import Line, Reading, looks_like_tx, read_csv, read_json_lines, read_terms, read_tx
from seawall.index.bank_line import BANK_FIELDS, TX_NAMES

__all__ = ["MAX_LINES", "MAX_LINE_BYTES", "read_list"]

MAX_LINES: Final = 50_000
MAX_LINE_BYTES: Final = 1 << 18
_SAMPLE_LINES: Final = 50
_FIELDS: Final = frozenset(BANK_FIELDS)


def read_list(
    lines: Iterable[bytes], *, signal_type: str | None, max_lines: int | None = MAX_LINES
) -> Iterator[NumberedDraft | Rejected]:
    """Read the lines of a list, each once; the same octets always give the same lines in the same order.

    Args:
        lines: the list, line by line, with line ends as written.
        signal_type: that of lines which name none.
        max_lines: more lines are refused; None: as many as there are.

    Raises:
        ListTooLongError: more than `max_lines` lines.
    """
    undecoded: deque[Rejected] = deque()
    decoded = _decoded(lines, undecoded, max_lines)
    head = list(islice(decoded, _SAMPLE_LINES))
    for number, record in _readings(head, chain(head, decoded), signal_type):
        while undecoded:
            yield undecoded.popleft()
        if isinstance(record, str):
            yield Rejected(line_number=number, written="", reason=record)
        else:
            yield _draft(number, record, signal_type)
    yield from undecoded


def _readings(head: list[Line], lines: Iterator[Line], signal_type: str | None) -> Iterator[Reading]:
    first = next((text.strip() for _, text in head if text.strip() and not text.startswith("# ")), "")
    if first.startswith("{"):
        return read_json_lines(lines)
    if "value" in {column.strip().strip('"').lower() for column in first.split(",")}:
        return read_csv(lines)
    if looks_like_tx(head):
        return read_tx(lines)
    return ((number, _typed(record, signal_type)) for number, record in read_terms(lines))


def _typed(record: dict[str, str | None] | str, signal_type: str | None) -> dict[str, str | None] | str:
    return record if isinstance(record, str) else {**record, "signal_type": signal_type}


def _draft(number: int, record: dict[str, str | None], signal_type: str | None) -> NumberedDraft | Rejected:
    value = record.get("value") or ""
    if not record.keys() <= _FIELDS:
        unknown = sorted(set(record) - _FIELDS)
        reason = f"unknown field {shortened(unknown[0])!r}; known: {', '.join(BANK_FIELDS)}"
        return Rejected(line_number=number, written=shortened(value), reason=reason)
    named = record.get("signal_type") or signal_type
    if named is None:
        reason = "it names no signal_type; choose one for the list"
        return Rejected(line_number=number, written=shortened(value), reason=reason)
    draft = EntryDraft(
        signal_type=TX_NAMES.get(named, named),
        value=value,
        opinion=record.get("opinion") or None,
        note=record.get("note") or None,
        entry_id=record.get("entry_id") or None,
    )
    return NumberedDraft(line_number=number, draft=draft)


def _decoded(lines: Iterable[bytes], undecoded: deque[Rejected], max_lines: int | None) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        if max_lines is not None and number > max_lines:
            raise ListTooLongError(f"a list has at most {max_lines:,} lines; split it", limit=max_lines)
        if len(line) > MAX_LINE_BYTES:
            shown = shortened(line[:1000].decode("utf-8", "replace"))
            reason = f"the line is longer than {MAX_LINE_BYTES:,} bytes"
            undecoded.append(Rejected(line_number=number, written=shown, reason=reason))
            continue
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            shown = shortened(line.decode("utf-8", "replace"))
            reason = f"byte {error.start + 1} of the line is not UTF-8"
            undecoded.append(Rejected(line_number=number, written=shown, reason=reason))
