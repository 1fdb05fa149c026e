"""What does a client of the HMA API ask for? Reads the parts of a question, with HMA's leniency and its refusals.

Numbers and truths may come as text (some clients send `"1"` for a ratio). Sentences of refusals are in English, as
HMA's are: programs read them, and people in logs. Left out: which names exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma.bank_names import is_hma_name

__all__ = [
    "MAX_NOTE_CHARACTERS",
    "bank_name_of",
    "disable_until_of",
    "json_object",
    "metadata_of",
    "note_of",
    "ratio_of",
    "signals_of",
    "truth_of",
]

MAX_NOTE_CHARACTERS: Final = 255
_MAX_METADATA_BYTES: Final = 1 << 16
_METADATA_FIELDS: Final = frozenset({"content_id", "content_uri", "json"})
_FIVE_YEARS: Final = timedelta(days=365 * 5)
_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})


def json_object(body: bytes) -> dict[str, Any]:
    """Return the object that a body holds; HmaRequestError where it is another thing."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise HmaRequestError("the body is not JSON") from error
    if not isinstance(value, dict):
        raise HmaRequestError("this endpoint expects a json object payload")
    return value


def truth_of(written: object, *, field: str) -> bool:
    """Read a truth value: `true`, `1`, `false`, `0`, in any case or as JSON."""
    if isinstance(written, bool):
        return written
    plain = str(written).strip().lower()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    raise HmaRequestError(f"{field}: invalid boolean parameter - prefer true/false", field=field)


def ratio_of(body: Mapping[str, Any], *, default: float | None) -> float | None:
    """Return `enabled_ratio`, else `enabled` as 0 or 1, else `default`."""
    if body.get("enabled_ratio") is not None:
        written = body["enabled_ratio"]
        try:
            number = isinstance(written, str | int | float) and not isinstance(written, bool)
            ratio = float(written) if number else float("nan")
        except (ValueError, OverflowError):
            ratio = float("nan")
        if not 0.0 <= ratio <= 1.0:
            raise HmaRequestError("enabled_ratio must be a number from 0.0 to 1.0", field="enabled_ratio")
        return ratio
    if body.get("enabled") is not None:
        return 1.0 if truth_of(body["enabled"], field="enabled") else 0.0
    return default


def bank_name_of(written: object) -> str:
    """Return the name of a bank, which has capitals, digits and underscores and begins with no digit."""
    if written is None:
        raise HmaRequestError("name is required", field="name")
    if not isinstance(written, str) or not is_hma_name(written):
        raise HmaRequestError("Bank names must be UPPER_WITH_UNDER, matching /^[A-Z_][A-Z0-9_]*$/", field="name")
    return written


def note_of(written: object) -> str | None:
    """Return a note of at most 255 characters; empty is none."""
    if not written:
        return None
    if not isinstance(written, str):
        raise HmaRequestError("note should be a string", field="note")
    if len(written) > MAX_NOTE_CHARACTERS:
        raise HmaRequestError(f"note must be at most {MAX_NOTE_CHARACTERS} characters", field="note")
    return written


def metadata_of(written: object) -> dict[str, Any] | None:
    """Return metadata: `content_id` and `content_uri` as text, `json` an object; all may be absent."""
    if written is None:
        return None
    if not isinstance(written, dict):
        raise HmaRequestError("metadata should be a json object", field="metadata")
    given = {name: value for name, value in written.items() if value is not None}
    unexpected = sorted(str(name)[:40] for name in set(given) - _METADATA_FIELDS)
    if unexpected:
        raise HmaRequestError(f"metadata contains unexpected keys: {', '.join(unexpected)}", field="metadata")
    for name in ("content_id", "content_uri"):
        if not isinstance(given.get(name, ""), str):
            raise HmaRequestError(f"metadata.{name} should be a string", field="metadata")
    if not isinstance(given.get("json", {}), dict):
        raise HmaRequestError("metadata.json should be a json object", field="metadata")
    if len(msgspec.json.encode(given)) > _MAX_METADATA_BYTES:
        raise HmaRequestError(f"metadata has at most {_MAX_METADATA_BYTES:,} bytes", field="metadata")
    return given or None


def disable_until_of(written: object, *, now: datetime) -> int:
    """Return a Unix time in seconds; 0 switches content off, 1 on, a later moment off until then."""
    try:
        moment = int(written) if isinstance(written, int | str) else None
    except ValueError:
        moment = None
    if moment is None or moment < 0:
        raise HmaRequestError("disable_until_ts must be a non-negative integer", field="disable_until_ts")
    if moment > int((now + _FIVE_YEARS).timestamp()):
        raise HmaRequestError("disable_until_ts must be less than 5 years in the future", field="disable_until_ts")
    return moment


def signals_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the signals of a body by the name that the client gave them; other fields are `note` and `metadata`."""
    signals = {name: value for name, value in body.items() if name not in {"note", "metadata"}}
    if not signals:
        raise HmaRequestError("No signals given")
    for name, value in signals.items():
        if not isinstance(value, str) or not value:
            raise HmaRequestError(f"Invalid {name[:80]} signal: it should be text", field=name)
    return signals
