"""Every reason why something of a file or a list was not taken can be read in every language of the desk.

The sources of signals, of bank files and of the desk's own lists are looked through: a new reason there fails a test
until it has a pattern in `aside_sentences.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import seawall
from seawall.desk.banks.aside_sentences import PATTERNS, SUBJECTS
from seawall.desk.banks.aside_words import _translated, aside_words
from seawall.signals.readers import TEXT_READERS

LANGUAGES = ("ar", "es")
SOURCES = Path(seawall.__file__).parent

_MAKERS = {
    "signals": {
        "AudioError", "DocumentError", "PictureError", "SignalValueError", "TextReadingError", "VideoError", "_refused",
        "error", "file.set_aside",
    },
    "digests.py": {"DigestError"},
    "index/entry.py": {"BankEntryError", "SignalValueError"},
    "index/bank_formats.py": set(),
    "desk/banks/lists.py": set(),
    "desk/banks/values.py": set(),
    "desk/banks/adding.py": {"self._reject"},
}  # fmt: skip
"""Where reasons are made → the calls that take one as an argument."""

_NO_REASONS = {
    "video: {}", "sound: {}",  # what follows is looked for where it is made
    "frames every 7 seconds can't be had",  # a fault of the caller
    "unknown digest algorithm {}", "an entry needs an id and a bank", "a limit is a distance of 0 or more, not 7",
    "no opinion {}; known: {}",  # the desk asks before
    "not url-safe base64", "longer than {} characters", "not in its one spelling",
    "damaged: its checksum is wrong", "a picture print begins with {}",  # behind "no picture print: "
    "the video has more than 7 {}; the rest was not read",  # see the test of these four
}  # fmt: skip
_NUMBERS = re.compile(
    r"len\(|_BYTES|_OCTETS|count|octets|seconds|number|start|limit|packets|pixels|MIN_|MAX_|_DIGITS|width|height|_LEAST|"
    r"length|_QUALITY|quality|SECONDS"
)


def _text(node: ast.expr) -> str | None:
    """Return what an expression writes: `{}` for each changing part, "7" where it is a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            parts.append("7" if _NUMBERS.search(ast.unparse(value)) and "!r" not in ast.unparse(value) else "{}")
    return "".join(parts)


def _reasons(tree: ast.AST, makers: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in makers:
            yield from filter(None, map(_text, node.args))
        elif isinstance(node, ast.Return | ast.Assign) and node.value is not None and _gives_reason(node, makers):
            yield from filter(None, [_text(node.value)])
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from filter(None, [_text(node.value.elts[-1])])


def _gives_reason(node: ast.Return | ast.Assign, makers: set[str]) -> bool:
    return not makers if isinstance(node, ast.Return) else ast.unparse(node.targets[0]) == "reason"


def written() -> set[str]:
    found: set[str] = set()
    for place, makers in _MAKERS.items():
        path = SOURCES / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found |= {text for text in _reasons(ast.parse(file.read_text(encoding="utf-8")), makers) if " " in text}
    return found


def sample(text: str) -> str:
    """Return a sentence as it would be, with something in the place of each part."""
    subject, _, rest = text.partition(": ")
    return (rest if rest and subject in SUBJECTS else text).replace("{}", "lamp")


def test_every_reason_in_the_sources_has_a_pattern():
    reasons = written()
    assert len(reasons) > 50
    assert {text for text in reasons - _NO_REASONS if _translated(sample(text)) is None} == set()


def test_what_a_video_has_too_much_of_is_known():
    source = (SOURCES / "signals" / "video_frames.py").read_text(encoding="utf-8")
    kinds = re.findall(r"limits\.\w+, \"([a-z ]+)\"", source)
    assert len(kinds) == 4
    assert all(_translated(f"the video has more than 7,000 {kind}; the rest was not read") for kind in kinds)


def test_every_subject_of_a_file_has_its_words():
    titles = {reader.TITLE for reader in TEXT_READERS.values()}
    assert titles <= set(SUBJECTS)


FILLED = {"count": "7", "least": "300", "most": "100", "number": "-9", "algorithm": "sha1", "why": "cut off"}


def filled(pattern: str) -> str:
    return re.sub(r"%\((\w+)\)s", lambda part: FILLED.get(part[1], "LAMP"), pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_is_told_in_the_readers_language_with_its_parts(pattern):
    sentence = filled(pattern)
    with translation.override("en"):
        assert aside_words(sentence[0].lower() + sentence[1:]) in {sentence, sentence[0].lower() + sentence[1:]}
    for language in LANGUAGES:
        with translation.override(language):
            told = aside_words(sentence)
        assert told != sentence
        for part in set(re.findall(r"LAMP|cut off|\d+", sentence)) - {"1", "8", "120"}:
            assert part in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_a_reason_is_about_is_told_in_the_readers_language(subject, language):
    with translation.override(language):
        told = aside_words(f"{subject}: cut off")
    assert told.endswith("cut off")
    assert subject.lower() not in told.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_about_a_part_of_a_file_is_told_whole(language):
    with translation.override(language):
        for reason in (
            "sound: no sound in it",
            "pdq: a value can't hold a null character",
            "Text in a document: it has more than 64 MiB",
        ):
            told = aside_words(reason)
            assert not re.search(r"\b(?:sound|value|text|more)\b", told, re.IGNORECASE), told


def test_a_reason_that_is_not_known_stays_as_written():
    with translation.override("ar"):
        assert aside_words("the tide took it: all of it") == "the tide took it: all of it"


def test_names_of_signal_types_are_subjects():
    assert aside_words("pdq: something else") == "Picture, by PDQ: something else"
