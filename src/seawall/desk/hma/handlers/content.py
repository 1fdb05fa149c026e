"""Pieces of banked content: `/c/bank/<name>/content`, `…/content/<id>`, `/c/bank/<name>/signal`.

A piece that is added by file gets every signal that the desk can take from it, and the file is kept as evidence; the
answer names those signals that were asked for.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import msgspec

from seawall.desk.banks.drafts import ContentDraft
from seawall.desk.banks.errors import ContentKnownError, EntryValueError
from seawall.desk.banks.models import Bank, BankContent, BankEntry
from seawall.desk.banks.services import (
    add_content,
    disable_content,
    edit_content,
    edit_entry,
    withdraw_content,
    withdraw_entry,
)
from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import NotHereError
from seawall.desk.hma.facts import content_facts, moment_of
from seawall.desk.hma.file_columns import columns_of_file, types_for, values_of
from seawall.desk.hma.received import ReceivedFile, fetched_file, uploaded_file
from seawall.desk.hma.selectors import Banked, bank_named, content_numbered, enabled_type
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import content_answer
from seawall.exchange.hma.questions import disable_until_of, metadata_of, note_of, signals_of

__all__ = ["add_by_file", "add_by_signals", "delete", "show", "update"]


def add_by_file(call: Call) -> Answered:
    """Bank a file: the one at an address, or the one uploaded."""
    bank = bank_named(call.parts["bank"])
    sent = _sent(call)
    metadata, note = metadata_of(sent.get("metadata")), note_of(sent.get("note"))
    with _file(call) as file:
        names = types_for(file.content_type, call.words("types"))
        signals = values_of(columns_of_file(file, names), names)
        draft = ContentDraft(
            file=file.path, file_name=file.name, note=note or "", metadata=metadata or {}, origin=_origin(call, bank)
        )
        try:
            number = add_content(bank, draft, acting=call.token.answers_for).pk
        except ContentKnownError as error:
            number = error.facts["number"]  # the same file again is the same piece of content
    return Answered(body={"id": number, "signals": signals})


def add_by_signals(call: Call) -> Answered:
    """Bank signals that somebody took from a piece of content."""
    bank = bank_named(call.parts["bank"])
    body = call.json()
    given = signals_of(body)
    signals = {name: (enabled_type(name), value) for name, value in given.items()}
    draft = ContentDraft(
        signals=tuple(signals.values()),
        note=note_of(body.get("note")) or "",
        metadata=metadata_of(body.get("metadata")) or {},
        origin=_origin(call, bank),
    )
    try:
        content = add_content(bank, draft, acting=call.token.answers_for)
    except EntryValueError as error:
        name = next(name for name, (own, _) in signals.items() if own == error.facts["signal_type"])
        raise HmaRequestError(f"Invalid {name} signal: {error.message}", field=name) from error
    canonical = {entry.signal_type: entry.canonical for entry in content.entries.all()}
    return Answered(body={"id": content.pk, "signals": {name: canonical[own] for name, (own, _) in signals.items()}})


def show(call: Call) -> Answered:
    """Show one piece of content."""
    bank, banked = _banked(call)
    with_signals = call.truth("include_signals")
    answer = content_answer(
        content_facts(call.parts["bank"], bank, banked, with_signals=with_signals, now=call.now),
        with_signals=with_signals,
        with_metadata=call.truth("include_metadata", default=True),
    )
    return Answered(body=answer)


def update(call: Call) -> Answered:
    """Switch a piece of content off for a time, on again, or change its note."""
    bank, banked = _banked(call)
    body = call.json()
    until = disable_until_of(body["disable_until_ts"], now=call.now) if "disable_until_ts" in body else None
    note = note_of(body["note"]) or "" if "note" in body else None
    person = call.token.answers_for
    if isinstance(banked, BankContent):
        if until is not None:
            banked = disable_content(banked, until=moment_of(until), acting=person)
        if note is not None:
            banked = edit_content(banked, note=note, acting=person)
    else:
        if until is not None:
            raise HmaRequestError("this entry stands alone: it can be deleted, not disabled", field="disable_until_ts")
        if note is not None:
            banked = edit_entry(banked, opinion=banked.opinion, note=note, acting=person, expires_at=banked.expires_at)
    facts = content_facts(call.parts["bank"], bank, banked, with_signals=False, now=call.now)
    return Answered(body=content_answer(facts, with_signals=False, with_metadata=True))


def delete(call: Call) -> Answered:
    """Withdraw a piece of content; what isn't there is not counted."""
    bank = bank_named(call.parts["bank"])
    banked = content_numbered(bank, int(call.parts["content"]))
    reason = f"Deleted over the HMA API by {call.token.name}"
    if isinstance(banked, BankContent):
        withdraw_content(banked, reason=reason, acting=call.token.answers_for)
    elif isinstance(banked, BankEntry):
        withdraw_entry(banked, reason=reason, acting=call.token.answers_for)
    return Answered(body={"deleted": 0 if banked is None else 1})


def _banked(call: Call) -> tuple[Bank, Banked]:
    bank = bank_named(call.parts["bank"])
    banked = content_numbered(bank, int(call.parts["content"]))
    if banked is None:
        raise NotHereError(f"content '{call.parts['content']}' not found")
    return bank, banked


def _file(call: Call) -> AbstractContextManager[ReceivedFile]:
    url = call.asked("url")
    if url is not None:
        return fetched_file(call, url)
    if not call.is_json and call.request.FILES:
        return uploaded_file(call)
    raise HmaRequestError("Neither `url` nor multipart file upload was received")


def _sent(call: Call) -> dict[str, Any]:
    """Return metadata and note: of a JSON body, or of the form's fields, as clients of HMA send them."""
    if call.is_json:
        return call.json() if call.request.body else {}
    form = call.request.POST
    sent: dict[str, Any] = {"note": form.get("note")}
    fields = {name: form[name] for name in ("content_id", "content_uri") if form.get(name)}
    if form.get("metadata"):
        fields |= _form_metadata(form["metadata"])
    return sent | {"metadata": fields or None}


def _form_metadata(written: str) -> dict[str, Any]:
    """Read a form's metadata: the whole object, or, as one client sends it, what belongs under `json`."""
    try:
        value = msgspec.json.decode(written)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise HmaRequestError("metadata form field must be valid JSON", field="metadata") from error
    if not isinstance(value, dict):
        raise HmaRequestError("metadata should be a json object", field="metadata")
    return value if set(value) <= {"content_id", "content_uri", "json"} else {"json": value}


def _origin(call: Call, bank: Bank) -> str | None:
    return bank.origin or call.token.origin or None
