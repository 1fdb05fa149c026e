"""Which words of the desk need a translation, and are the catalogues whole? For developers: `just messages`.

Strings are gathered from the desk's templates (through Django's own `templatize`) and modules with Babel, so no gettext
programs are needed. `locale/<language>/LC_MESSAGES/django.po` is written for people, `django.mo` beside it for Django;
both are committed, and tests/desk/test_catalogue.py compares them. English needs no catalogue: the msgids are English.
Babel is a development tool; the running desk never imports this module. How to translate: docs/translating.md.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

__all__ = ["LANGUAGES", "compile_catalogue", "gather", "merge", "missing", "po_path", "read_catalogue"]

DESK: Final = Path(__file__).parent
LANGUAGES: Final = ("ar", "es")

_HEADERS: Final = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
"""What a catalogue's head keeps; dates, teams and versions of tools would only make diffs noisy."""

_NO_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Babel writes a date into what it compiles; a fixed one lets the same words give the same bytes."""

_KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def gather() -> Catalog:
    """Return every translatable string of the desk, each with the files that use it."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in _sources():
        place = path.relative_to(DESK).as_posix()
        source = _as_python(path)
        for _line, words, comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=_KEYWORDS, comment_tags=("Translators:",)
        ):
            catalogue.add(words, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def po_path(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return DESK / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """Read a language's catalogue; an absent one is an empty one."""
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    catalogue.header_comment = f"# The desk's words in the language {language}. How to translate: docs/translating.md"
    return catalogue


def merge(language: str, gathered: Catalog) -> Catalog:
    """Bring a language's catalogue up to date: new strings come in empty, unused ones go. Writes the .po file."""
    catalogue = read_catalogue(language)
    catalogue.update(gathered, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_stable(catalogue))
    return catalogue


def compile_catalogue(language: str) -> bytes:
    """Return the .mo bytes of a language's .po file."""
    catalogue = read_catalogue(language)
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages that lack a translation (or one of its plural forms) or are marked fuzzy."""
    return [message for message in catalogue if message.id and (message.fuzzy or not _is_whole(message))]


def _is_whole(message: Message) -> bool:
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(words) and all(words)


def _sources() -> Iterator[Path]:
    paths = [*DESK.rglob("*.html"), *DESK.rglob("*.py")]
    yield from sorted(path for path in paths if "migrations" not in path.parts)


def _as_python(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return text
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def _stable(catalogue: Catalog) -> bytes:
    """Write without dates, versions of tools and line numbers, so that a diff shows words alone."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, sort_by_file=True)
    head, separator, rest = written.getvalue().decode().partition("\n\n")
    dropped = re.compile(rf'^"(?!(?:{"|".join(_HEADERS)}):|\s)[A-Z][\w-]+:.*\\n"\n?', re.MULTILINE)
    return (dropped.sub("", head + "\n").rstrip("\n") + separator + rest).encode()


def main() -> None:
    """Gather, merge and compile all languages, and say what is missing."""
    gathered = gather()
    for language in LANGUAGES:
        catalogue = merge(language, gathered)
        po_path(language).with_suffix(".mo").write_bytes(compile_catalogue(language))
        lacking = missing(catalogue)
        print(f"{language}: {len(catalogue)} messages, {len(lacking)} to translate")  # noqa: T201
        for message in lacking:
            print(f"  {message.id!r}")  # noqa: T201


if __name__ == "__main__":
    main()
