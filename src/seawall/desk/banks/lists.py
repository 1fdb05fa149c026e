"""What stands on the lines of a list that somebody pastes or uploads? Drafts, and lines set aside with their reason.

Three written forms, told apart by their first line: JSON Lines (an object a line), CSV (a header with a column `value`)
and plain text (a value a line). Blank lines and lines that open with `# ` are skipped. Known fields are `signal_type`,
`value`, `opinion`, `note` and `entry_id`; others are passed over, since the bank itself says owner and policy. Text is
UTF-8. Whether a value is one of its signal type is asked later (`values.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final

import msgspec

from seawall.desk.banks.drafts import EntryDraft, NumberedDraft, Rejected
from seawall.desk.banks.errors import ListTooLongError
from seawall.desk.banks.values import shortened

__all__ = ["MAX_LINES", "MAX_LINE_BYTES", "read_list"]

MAX_LINES: Final = 200_000
MAX_LINE_BYTES: Final = 1 << 18

_FIELDS: Final = ("signal_type", "value", "opinion", "note", "entry_id")
_Line = tuple[int, str]
_Found = NumberedDraft | Rejected
_Json: Final = msgspec.json.Decoder(dict[str, Any])


def read_list(lines: Iterable[bytes], *, signal_type: str | None) -> Iterator[_Found]:
    """Read the lines of a list; `signal_type` is that of lines which name none.

    Raises:
        ListTooLongError: more than MAX_LINES lines.
    """
    decoded = _decoded(lines)
    for line in decoded:
        if isinstance(line, Rejected):
            yield line
        elif not _is_skipped(line[1]):
            read = _form_of(line[1])
            yield from read(chain([line], decoded), signal_type)


def _form_of(first: str) -> Callable[[Iterator[_Line | Rejected], str | None], Iterator[_Found]]:
    if first.lstrip().startswith("{"):
        return _read_json
    return _read_csv if _is_header(first) else _read_plain


def _read_plain(lines: Iterator[_Line | Rejected], signal_type: str | None) -> Iterator[_Found]:
    for line in lines:
        if isinstance(line, Rejected):
            yield line
        elif not _is_skipped(line[1]):
            yield _draft(line[0], {"value": line[1].strip()}, signal_type)


def _read_json(lines: Iterator[_Line | Rejected], signal_type: str | None) -> Iterator[_Found]:
    for line in lines:
        if isinstance(line, Rejected):
            yield line
            continue
        if _is_skipped(line[1]):
            continue
        try:
            fields = _Json.decode(line[1])
        except (msgspec.DecodeError, RecursionError) as error:
            yield Rejected(line_number=line[0], written=shortened(line[1]), reason=f"not a JSON object: {error}")
        else:
            yield _draft(line[0], fields, signal_type)


def _read_csv(lines: Iterator[_Line | Rejected], signal_type: str | None) -> Iterator[_Found]:
    """Read records that may run over several lines; a record has the number of its last line."""
    undecoded: list[Rejected] = []
    place = [0]

    def texts() -> Iterator[str]:
        for line in lines:
            if isinstance(line, Rejected):
                undecoded.append(line)
            else:
                place[0] = line[0]
                yield line[1] + "\n"

    rows = csv.reader(texts(), strict=True)
    columns = [column.strip().lower() for column in next(rows)]
    while True:
        try:
            values = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejected(line_number=place[0], written="", reason=f"not a CSV record: {error}")
            continue
        yield from _taken(undecoded)
        if not values:
            continue
        if len(values) != len(columns):
            reason = f"{len(values)} fields where the header has {len(columns)}"
            yield Rejected(line_number=place[0], written=shortened(",".join(values)), reason=reason)
        else:
            yield _draft(place[0], dict(zip(columns, values, strict=True)), signal_type)
    yield from _taken(undecoded)


def _taken(rejects: list[Rejected]) -> Iterator[Rejected]:
    while rejects:
        yield rejects.pop(0)


def _draft(number: int, fields: dict[str, Any], signal_type: str | None) -> _Found:
    known = {name: fields[name] for name in _FIELDS if fields.get(name) not in (None, "")}
    written = shortened(str(known.get("value", "")))
    for name, value in known.items():
        if not isinstance(value, str):
            return Rejected(line_number=number, written=written, reason=f"{name} is not text")
    if "value" not in known:
        return Rejected(line_number=number, written=written, reason="there is no value")
    known.setdefault("signal_type", signal_type)
    if known["signal_type"] is None:
        return Rejected(line_number=number, written=written, reason="it names no signal_type; choose one for the list")
    return NumberedDraft(line_number=number, draft=EntryDraft(**known))


def _decoded(lines: Iterable[bytes]) -> Iterator[_Line | Rejected]:
    for number, line in enumerate(lines, start=1):
        if number > MAX_LINES:
            raise ListTooLongError(f"a list has at most {MAX_LINES:,} lines; split it", limit=MAX_LINES)
        if len(line) > MAX_LINE_BYTES:
            start = shortened(line[:1000].decode("utf-8", "replace"))
            reason = f"the line is longer than {MAX_LINE_BYTES:,} bytes"
            yield Rejected(line_number=number, written=start, reason=reason)
            continue
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            written = shortened(line.decode("utf-8", "replace"))
            yield Rejected(line_number=number, written=written, reason=f"byte {error.start + 1} is not UTF-8")


def _is_skipped(line: str) -> bool:
    return not line.strip() or line.strip() == "#" or line.lstrip().startswith("# ")  # "#lamps" is a hashtag


def _is_header(line: str) -> bool:
    columns = {column.strip().strip('"').lower() for column in line.split(",")}
    return "value" in columns and columns <= {*_FIELDS, "bank", "policy", "id"}
