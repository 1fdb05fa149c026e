"""How is a known text or link changed so that a plain comparison misses it? Each kind of edit by name.

The kinds are those seen in the wild and named in the literature on camouflaged text: marks and stretched letters in
Arabic, look-alike letters, invisible characters, digits for letters, spaced letters, cut endings, lost accents. An
edit is a pure function of the text and a number, so that the same edit can be made again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from types import MappingProxyType
from typing import Final
from zlib import crc32

__all__ = ["LINK_EDITS", "TEXT_EDITS", "edit_link", "edit_text", "text_edits_for"]

_HOMOGLYPHS: Final = str.maketrans("aceopxyiAEOPCTHKMB", "асеорхуіАЕОРСТНКМВ")
_LEET: Final = str.maketrans("aeiostAEIOST", "431057431057")
_FULLWIDTH: Final = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}
_PERSIAN: Final = str.maketrans("كيه", "کیہ")
_ALEF: Final = str.maketrans("أإآ", "ااا")
_MARKS: Final = "\u064e\u064f\u0650\u0652\u0651"
_LATIN_MARKS: Final = "\u0301\u0308\u0303\u0323"
_ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060"


def _some(text: str, number: int, every: int) -> list[bool]:
    return [crc32(f"{number}/{i}".encode()) % every == 0 for i in range(len(text))]


def _exact(text: str, _: int) -> str:
    return text


def _light(text: str, number: int) -> str:
    tails = ("!!", " …", " 🌊", "", " ⭐")
    changed = text.replace(".", "!" if number % 2 else "").replace("\n", " ").replace("...", ".")
    return f"{changed.rstrip('!. ')}{tails[number % len(tails)]}" if number % 3 else f"{changed} 🙏"


def _diacritics(text: str, number: int) -> str:
    chosen = _some(text, number, 2)
    marked: list[str] = []
    for letter, pick in zip(text, chosen, strict=True):
        arabic = "\u0621" <= letter <= "\u064a"
        mark = (_MARKS if arabic else _LATIN_MARKS)[(number + len(marked)) % 4] if letter.isalpha() and pick else ""
        marked.append(letter + mark)
    return "".join(marked)


def _tatweel(text: str, number: int) -> str:
    joining = set("بتثجحخسشصضطظعغفقكلمنهي")
    out = []
    for i, letter in enumerate(text):
        goes_on = letter in joining and i + 1 < len(text) and "\u0621" <= text[i + 1] <= "\u064a"
        out.append(letter + ("ـ" * (1 + (number + i) % 3) if goes_on and (number + i) % 2 else ""))
    return "".join(out)


def _zero_width(text: str, number: int) -> str:
    return "".join(
        c + (_ZERO_WIDTH[(number + i) % 4] if pick else "")
        for i, (c, pick) in enumerate(zip(text, _some(text, number, 3), strict=True))
    )


def _replaced(text: str, number: int, table: dict[int, int], every: int) -> str:
    chosen = _some(text, number, every)
    return "".join(c.translate(table) if pick else c for c, pick in zip(text, chosen, strict=True))


def _spacing(text: str, number: int) -> str:
    words = text.split(" ")
    return " ".join(" ".join(w) if crc32(f"{number}/{i}".encode()) % 2 == 0 else w for i, w in enumerate(words))


def _dots(text: str, number: int) -> str:
    words = text.split(" ")
    return " ".join(".".join(w) if crc32(f"{number}.{i}".encode()) % 3 == 0 else w for i, w in enumerate(words))


def _truncated(text: str, number: int) -> str:
    words = text.split(" ")
    if len(words) < 6:
        return text[: -1 - number % 2] + "…"  # a short slogan loses letters, not words
    return " ".join(words[: max(4, len(words) * (60 + number % 25) // 100)])


def _unaccented(text: str, _: int) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def _stretched(text: str, number: int) -> str:
    chosen = _some(text, number, 9)
    return "".join(c * 3 if pick and c.isalpha() else c for c, pick in zip(text, chosen, strict=True))


def _reordered(text: str, number: int) -> str:
    words = text.split(" ")
    at = max(1, len(words) * (35 + number % 30) // 100)
    return " ".join(words[at:] + words[:at])


def _bidi(text: str, number: int) -> str:
    words = text.split(" ")
    return " ".join(f"\u202b{w}\u202c" if (i + number) % 3 == 0 else w for i, w in enumerate(words))


TEXT_EDITS: Final = MappingProxyType[str, Callable[[str, int], str]](
    {
        "exact": _exact,
        "light": _light,
        "diacritics": _diacritics,
        "zero_width": _zero_width,
        "spacing": _spacing,
        "dots": _dots,
        "truncated": _truncated,
        "stretched": _stretched,
        "reordered": _reordered,
        "bidi": _bidi,
        "tatweel": _tatweel,
        "persian_letters": lambda text, _: text.translate(_PERSIAN),
        "alef_forms": lambda text, _: text.translate(_ALEF),
        "homoglyphs": lambda text, number: _replaced(text, number, _HOMOGLYPHS, 2),
        "leet": lambda text, number: _replaced(text, number, _LEET, 2),
        "upper": lambda text, _: text.upper(),
        "fullwidth": lambda text, number: _replaced(text, number, _FULLWIDTH, 1),
        "accents_dropped": _unaccented,
    }
)
"""Name of the edit → how it is made. `quoted` (inside a longer post) is made where the post is put together."""

_COMMON: Final = (
    "exact", "light", "diacritics", "zero_width", "spacing", "dots", "truncated", "stretched", "reordered", "bidi",
)  # fmt: skip
_BY_LANGUAGE: Final = MappingProxyType(
    {
        "ar": (*_COMMON, "tatweel", "persian_letters", "alef_forms"),
        "en": (*_COMMON, "homoglyphs", "leet", "upper", "fullwidth"),
        "es": (*_COMMON, "homoglyphs", "leet", "upper", "accents_dropped"),
    }
)


def text_edits_for(language: str) -> tuple[str, ...]:
    """Return the names of the edits that people make in a language."""
    return _BY_LANGUAGE[language]


def edit_text(text: str, edit: str, number: int) -> str:
    """Return `text` changed by the named edit; `number` says which of its forms.

    >>> edit_text("the lamps return", "spacing", 1)
    't h e l a m p s r e t u r n'
    """
    return TEXT_EDITS[edit](text, number)


def _redirected(url: str, _: int) -> str:
    return f"https://out.harbourfeed.example/go?to={url.replace(':', '%3A').replace('/', '%2F')}&ref=feed"


LINK_EDITS: Final = MappingProxyType[str, Callable[[str, int], str]](
    {
        "exact": _exact,
        "hxxp": lambda url, _: url.replace("https://", "hxxps://", 1),
        "bracketed_dots": lambda url, _: url.replace(".", "[.]"),
        "no_scheme": lambda url, _: url.removeprefix("https://"),
        "tracking": lambda url, number: f"{url}?utm_source=feed&utm_campaign=c{number % 50}",
        "upper_host": lambda url, _: url.split("/", 3)[2].upper().join(("https://", "/" + url.split("/", 3)[3])),
        "spaced_dots": lambda url, _: url.replace(".", " . "),
        "redirect": _redirected,
        "slash": lambda url, _: url + "/",
        "fragment": lambda url, number: f"{url}#s{number % 9}",
    }
)
"""Name of the edit → how a link is changed by it."""


def edit_link(url: str, edit: str, number: int) -> str:
    """Return `url` changed by the named edit.

    >>> edit_link("https://farogris.example/page/a", "hxxp", 0)
    'hxxps://farogris.example/page/a'
    """
    return LINK_EDITS[edit](url, number)
