"""Is this a value that the bank can take, and in which form is it compared?

The signal type itself parses the value (`seawall.signals`); this adds what a database of entries asks for: text that
can be stored, a bounded length, and an id that can't be mistaken for one that the bank gives itself.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.drafts import EntryDraft
from seawall.desk.banks.errors import EntryValueError
from seawall.desk.banks.models import Opinion
from seawall.errors import SeawallError
from seawall.index import make_entry
from seawall.signals import SIGNAL_TYPES, ContentKind, Matching

__all__ = [
    "MAX_VALUE_CHARACTERS",
    "canonical_digest",
    "canonical_of_draft",
    "is_own_id",
    "near_signal_titles",
    "shortened",
    "signal_titles",
    "title_of_signal",
]

MAX_VALUE_CHARACTERS: Final = 50_000
MAX_FILE_VALUE_CHARACTERS: Final = 16 << 20
"""What is taken from a file may be long: a print of an hour of video."""
SHOWN_CHARACTERS: Final = 200

_TITLES: Final[dict[str, Promise]] = {
    "sha256": _("File, by SHA-256"),
    "md5": _("File, by MD5"),
    "sha1": _("File, by SHA-1"),
    "pdq": _("Picture, by PDQ"),
    "picture": _("Picture, by its print"),
    "pdq_frames": _("Video, by its frames"),
    "audio": _("Sound, by its fingerprint"),
    "url": _("Web address"),
    "text": _("Whole text"),
    "term": _("Word or phrase"),
    "handle": _("Account name"),
    "wallet": _("Payment address"),
}
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_OWN_ID: Final = re.compile(r"B\d+-\d+")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}")


def title_of_signal(name: str) -> str | Promise:
    """Return the title of a signal type in the reader's language; a plugin's own title where we have none."""
    return _TITLES.get(name) or (SIGNAL_TYPES[name].TITLE if name in SIGNAL_TYPES else name)


def signal_titles() -> tuple[tuple[str, str | Promise], ...]:
    """Return (name, title) of every signal type."""
    return tuple((name, title_of_signal(name)) for name in SIGNAL_TYPES)


def near_signal_titles() -> tuple[tuple[str, str | Promise], ...]:
    """Return (name, title) of the signal types whose values may be near each other without being equal."""
    plain = {Matching.EXACT, Matching.TERM}
    return tuple((name, title) for name, title in signal_titles() if SIGNAL_TYPES[name].MATCHING not in plain)


def canonical_of_draft(draft: EntryDraft, *, opinion: str) -> str:
    """Return the form in which the draft's value is compared; `opinion` holds where the draft names none.

    Raises:
        EntryValueError: it is no value of its signal type, names an unknown type or opinion, an account as anything but
            lawful, or a malformed id.
    """
    reason = _why_refused(draft)
    if reason is not None:
        raise _refused(draft, reason)
    try:
        held = draft.opinion or opinion
        return make_entry(signal_type=draft.signal_type, value=draft.value, bank="desk", opinion=held).value
    except SeawallError as error:
        raise _refused(draft, error.message) from error


def canonical_digest(canonical: str) -> str:
    """Return the SHA-256 of a canonical value, by which entries are looked up."""
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def is_own_id(entry_id: str) -> bool:
    """Say whether an id is one that a desk gives itself.

    >>> is_own_id("B3-000017"), is_own_id("gl-1")
    (True, False)
    """
    return _OWN_ID.fullmatch(entry_id) is not None


def shortened(text: str) -> str:
    """Return the beginning of a text, for a message or a report."""
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _why_refused(draft: EntryDraft) -> str | None:
    if not draft.value.strip():
        return "there is no value"
    limit = _limit_characters(draft.signal_type)
    if len(draft.value) > limit:
        return f"a value has at most {limit:,} characters, this has {len(draft.value):,}"
    if any(_is_unstorable(text) for text in (draft.value, draft.note or "", draft.entry_id or "")):
        return "it holds a character that is no valid Unicode text"
    if draft.opinion is not None and draft.opinion not in Opinion.values:
        return f"there is no opinion {shortened(draft.opinion)!r}; there are: {', '.join(Opinion.values)}"
    if draft.entry_id is not None and not _ID.fullmatch(draft.entry_id):
        return "an id has up to 120 letters, digits and . _ : / -"
    if draft.entry_id is not None and is_own_id(draft.entry_id):
        return f"ids such as {draft.entry_id} are given by the desk itself: leave it out"
    return None


def _limit_characters(signal_type: str) -> int:
    is_of_file = signal_type in SIGNAL_TYPES and SIGNAL_TYPES[signal_type].APPLIES_TO is ContentKind.FILE
    return MAX_FILE_VALUE_CHARACTERS if is_of_file else MAX_VALUE_CHARACTERS


def _is_unstorable(text: str) -> bool:
    return _UNSTORABLE.search(text) is not None


def _refused(draft: EntryDraft, reason: str) -> EntryValueError:
    return EntryValueError(reason, signal_type=draft.signal_type, value=draft.value, reason=reason)
