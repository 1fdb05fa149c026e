"""How do closed accounts' handles come back, and among whom are they looked for? Families of handles, made at run time.

Bases are the handles of published accounts (`information_operation_accounts.csv`), in two halves by a digest of the
account's id. Each base comes back in several ways, written without a look at what Seawall folds: words added that its
tables hold and words that they don't, other romanisations, other scripts, slips of the finger. Banked beside the bases:
made-up handles of the made-up world, of given and family names, and of the bases' own words put together anew.
Handles are never written to a result.
"""

from __future__ import annotations

import csv
import random
import re
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path

from seawall.testing.world.names import fresh_handle

HALVES = ("development", "test")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_KNOWN_BEFORE = ("real", "the", "its", "official", "iam", "mr", "new")
_KNOWN_BEHIND = ("backup", "new", "official", "2nd", "returns", "tv", "ar", "alt", "v2", "again", "acc")
_UNKNOWN_BEFORE = ("yours", "team", "king", "sweet", "big", "ask", "go", "super", "ur")
_UNKNOWN_BEHIND = ("zone", "vip", "squad", "land", "mania", "xd", "bro", "online24", "wow", "club", "ville", "ster")
_NEAR_ON_KEYBOARD = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioplsdfghjklkxcvbnmn", strict=True))
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_LOOKALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "y": "у", "i": "і"}
_ROMAN = (
    ("ou", "u"), ("u", "ou"), ("ee", "i"), ("i", "ee"), ("y", "i"), ("ks", "x"), ("x", "ks"), ("ph", "f"), ("kh", "h"),
    ("ck", "k"), ("c", "k"), ("k", "c"), ("q", "k"), ("j", "g"), ("v", "w"), ("w", "v"), ("z", "s"), ("e", "a"),
    ("o", "u"), ("a", "e"), ("ya", "ia"), ("th", "t"),
)  # fmt: skip
_ARABIC = (
    ("sh", "ش"), ("ch", "تش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ou", "و"), ("oo", "و"),
    ("ee", "ي"), ("ph", "ف"), ("ck", "ك"), ("x", "كس"), ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", ""),
    ("f", "ف"), ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"),
    ("o", "و"), ("p", "ب"), ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"),
    ("y", "ي"), ("z", "ز"),
)  # fmt: skip
_CYRILLIC = (
    ("shch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ya", "я"), ("yu", "ю"),
    ("x", "кс"), ("ck", "к"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("y", "ы"), ("z", "з"),
)  # fmt: skip
_NAMES = tomllib.loads(Path(__file__).with_name("identity_names.toml").read_text(encoding="utf-8"))
_GIVEN, _SYLLABLES = _NAMES["given"].split(), _NAMES["syllables"].split()


def half_of(account_id: str) -> str:
    """Return which half an account is in."""
    return HALVES[zlib.crc32(account_id.encode()) % 2]


def published_handles(path, half: str) -> list[str]:
    """Return the distinct handles of that half of the published accounts, of four letters at least."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(row["author_id"], row["author"]) for row in csv.DictReader(stream)]
    handles = [handle for account_id, handle in rows if half_of(account_id) == half]
    long = [handle for handle in handles if sum(letter.isalpha() for letter in handle) >= 4]
    return list({handle.lower(): handle for handle in long}.values())


def real_pairs(path) -> list[tuple[str, str]]:
    """Return published handles that are one when only letters are looked at, and one succession that says so itself."""
    with path.open(encoding="utf-8", newline="") as stream:
        handles = sorted({row["author"] for row in csv.DictReader(stream)})
    groups: dict[str, list[str]] = {}
    for handle in handles:
        groups.setdefault("".join(letter for letter in handle.lower() if letter.isalpha()), []).append(handle)
    pairs = [(group[0], other) for group in groups.values() for other in group[1:]]
    declared = [("TEN_GOP", handle) for handle in handles if handle == "ELEVEN_GOP"]
    return pairs + declared


def parts_of(handle: str) -> list[str]:
    return _PARTS.findall(handle) or [handle]


def made_up(rng: random.Random, words: list[str]) -> str:
    """Return one handle of somebody else."""
    kind = rng.random()
    if kind < 0.3:
        return fresh_handle(rng.getrandbits(64), movement=rng.random() < 0.1) + str(rng.randrange(100))
    if kind < 0.75:
        given = rng.choice(_GIVEN)
        family = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 3, 3))))
        joined = rng.choice(
            ("{0}{1}", "{0}_{1}", "{0}.{1}", "{0}{2}{1}", "{0}_{1}{2}", "{0}{1}{2}", "{1}{2}", "{1}_{0}")
        )
        made = joined.format(
            given, family, rng.choice((rng.randrange(10), rng.randrange(100), rng.randrange(1950, 2016)))
        )
        return made.title() if rng.random() < 0.3 else made
    chosen = [rng.choice(words) for _ in range(rng.choice((2, 2, 3)))]
    return (rng.choice(("", "", "_")).join(chosen) + rng.choice(("", "", str(rng.randrange(1000)))))[:20]


def bystanders(count: int, seed: int, handles: list[str], taken: set[str]) -> list[str]:
    """Return so many distinct made-up handles that nobody else has."""
    rng = random.Random(seed)
    divided = [parts for handle in handles if len(parts := parts_of(handle)) > 1]
    words = [part for parts in divided for part in parts if 2 < len(part) < 9 and part.isalpha()]
    found: dict[str, str] = {}
    while len(found) < count:
        made = made_up(rng, words)
        if made.lower() not in taken:
            found.setdefault(made.lower(), made)
    return list(found.values())


def _letters(handle: str) -> list[int]:
    return [place for place, letter in enumerate(handle) if letter.isalpha()]


def _edited(handle: str, rng: random.Random) -> str:
    place = rng.choice(_letters(handle)[1:])
    kind = rng.randrange(4)
    if kind == 0:
        return handle[:place] + handle[place + 1 :]
    if kind == 1:
        return handle[: place - 1] + handle[place] + handle[place - 1] + handle[place + 1 :]
    typed = _NEAR_ON_KEYBOARD.get(handle[place].lower(), "e")
    return handle[:place] + typed + handle[place + (kind == 2) :]


def _mapped(handle: str, rng: random.Random, letters: dict[str, str], share: float) -> str:
    return "".join(
        letters[letter] if letter in letters and rng.random() < share else letter for letter in handle.lower()
    )


def _spelt(text: str, table) -> str:
    for latin, other in table:
        text = text.replace(latin, other)
    return text


def _other_script(handle: str, table, rng: random.Random) -> str:
    words = [_spelt(part.lower(), table) for part in parts_of(handle) if part.isalpha()]
    return rng.choice(("_", "_", "")).join(words)


def _romanised(handle: str, rng: random.Random) -> str:
    text = handle.lower()
    fitting = [pair for pair in _ROMAN if pair[0] in text]
    for old, new in rng.sample(fitting, min(2, len(fitting))):
        text = text.replace(old, new, 1 + rng.randrange(2))
    return text


def _renumbered(handle: str, rng: random.Random) -> str:
    return re.sub(r"[0-9]+$", "", handle).rstrip("_") + rng.choice(("", "_")) + str(rng.randrange(2, 1000))


def _with(handle: str, words, *, before: bool, rng: random.Random) -> str:
    word, sign = rng.choice(words), rng.choice(("_", "_", "", "."))
    word = word.title() if not sign and rng.random() < 0.5 else word
    return f"{word}{sign}{handle}" if before else f"{handle}{sign}{word}"


def _stretched(handle: str, rng: random.Random) -> str:
    place = rng.choice(_letters(handle))
    return handle[:place] + handle[place] * rng.randrange(2, 5) + handle[place + 1 :]


def _turned(handle: str, _: random.Random) -> str:
    return "_".join(reversed([part for part in parts_of(handle) if not part.isdecimal()]))


def _abbreviated(handle: str, rng: random.Random) -> str:
    parts = [part for part in parts_of(handle) if not part.isdecimal()]
    if len(parts) < 2:
        return handle[: max(5, len(handle) * 2 // 3)] + str(rng.randrange(100))
    return f"{parts[0][0]}_{parts[-1]}" if len(parts[-1]) >= len(parts[0]) else f"{parts[0]}_{parts[-1][0]}"


def _half_kept(handle: str, rng: random.Random) -> str:
    part = max(parts_of(handle), key=len)
    return f"{part}_{rng.choice(_UNKNOWN_BEHIND)}{rng.randrange(100)}"


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "other_case_and_signs": lambda handle, rng: rng.choice("_._").join(parts_of(handle.swapcase())),
    "numbered": _renumbered,
    "known_word_before": lambda handle, rng: _with(handle, _KNOWN_BEFORE, before=True, rng=rng),
    "known_word_behind": lambda handle, rng: _with(handle, _KNOWN_BEHIND, before=False, rng=rng),
    "unknown_word_before": lambda handle, rng: _with(handle, _UNKNOWN_BEFORE, before=True, rng=rng),
    "unknown_word_behind": lambda handle, rng: _with(handle, _UNKNOWN_BEHIND, before=False, rng=rng),
    "leet": lambda handle, rng: _mapped(handle, rng, _LEET, 0.7),
    "lookalike_letters": lambda handle, rng: _mapped(handle, rng, _LOOKALIKE, 0.6),
    "stretched": _stretched,
    "one_edit": _edited,
    "two_edits": lambda handle, rng: _edited(_edited(handle, rng), rng),
    "edit_and_number": lambda handle, rng: _renumbered(_edited(handle, rng), rng),
    "other_romanisation": _romanised,
    "romanisation_and_word": lambda handle, rng: _with(_romanised(handle, rng), _KNOWN_BEHIND, before=False, rng=rng),
    "arabic_letters": lambda handle, rng: _other_script(handle, _ARABIC, rng),
    "cyrillic_letters": lambda handle, rng: _other_script(handle, _CYRILLIC, rng),
    "words_turned": _turned,
    "cut_at_a_limit": lambda handle, rng: f"{handle}{rng.choice(_UNKNOWN_BEHIND)}"[:15],
    "abbreviated": _abbreviated,
    "longest_part_kept": _half_kept,
}
"""How a handle comes back: name → function of the handle and drawn numbers."""


def families(handles: list[str], each: int, seed: int) -> list[tuple[str, str, str]]:
    """Return (way, closed handle, new handle), so many a handle; ways that change nothing are left out."""
    rng = random.Random(seed)
    names = list(WAYS)
    found = []
    for handle in handles:
        for way in rng.sample(names, each):
            made = WAYS[way](handle, rng)
            if made.lower() != handle.lower() and sum(letter.isalnum() for letter in made) >= 3:
                found.append((way, handle, made))
    return found
