"""Which Latin letters does this look like? One reading of a name that mixes in letters of other scripts.

The letters are those of the text normal form (`data/folds.toml`). A host with look-alike letters is another host and
stays one; its Latin reading is compared besides, see `url_levels.py`.
"""

from __future__ import annotations

from functools import lru_cache

from seawall.signals.normal_form_table import LOOKALIKES, normal_form_table

__all__ = ["latin_host", "latin_reading"]


def latin_reading(name: str) -> str:
    """Return the name with each letter that looks Latin made Latin; the others stay.

    >>> latin_reading("lаmp_rооm")
    'lamp_room'
    """
    return "".join(letter if letter.isascii() else _latin(letter) for letter in name)


@lru_cache(maxsize=1 << 14)
def latin_host(host: str) -> str | None:
    """Return the ASCII host that a host in punycode looks like; None where a letter of it looks like none.

    >>> latin_host("xn--lmps-53d.example")
    'lamps.example'
    """
    if "xn--" not in host:
        return None
    labels = []
    for label in host.split("."):
        try:
            plain = label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
        except UnicodeError:
            return None
        labels.append(latin_reading(plain))
    looks_like = ".".join(labels)
    return looks_like if looks_like.isascii() else None


def _latin(letter: str) -> str:
    table = normal_form_table()
    code = ord(letter)
    alike = int(table.lookalikes[code]) if code < LOOKALIKES else 0
    if not alike:  # letters that serve as a Latin one wherever they stand
        value = int(table.blocks[int(table.index[code >> 8]) * 256 + (code & 255)])
        alike = value if ord("a") <= value <= ord("z") else 0
    return chr(alike) if alike else letter
