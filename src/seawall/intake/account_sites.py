"""What do a site's certificate and page say? Keys of both, for accounts whose rows name them.

`certificate` is a fingerprint in hexadecimal digits, or several; `page` is the path of an HTML file from the folder of
the table, which somebody saved. Nothing is fetched, no link in a page is followed, and a path that leads out of the
folder is not read. A file is read up to what is looked at of a page (`traits/page_structure.py`); what can't be used is
told. Left out: saving pages and asking for certificates.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from seawall.identity.account_tables import SetAside
from seawall.identity.portrait import KeyKind, Keys
from seawall.identity.traits.page_structure import certificate_key, page_structure

__all__ = ["SiteFields", "SiteKeys", "look_at_sites"]

SiteKeys = Mapping[str, Mapping[KeyKind, Keys]]

_MOST_OCTETS: Final = 8 << 20
_MOST_CERTIFICATES: Final = 64
_SHOWN: Final = 60
_BETWEEN: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFields:
    """What a row says of a site beside its profile."""

    row: int
    certificate: str | None = None
    page: str | None = None


def look_at_sites(sites: Mapping[str, SiteFields], table: Path) -> tuple[SiteKeys, tuple[SetAside, ...]]:
    """Return the keys of certificates and pages by account, and what was not used of them.

    Args:
        sites: by account.
        table: the file that they were read from; pages lie in its folder or below.
    """
    found: dict[str, dict[KeyKind, Keys]] = {}
    notes: list[SetAside] = []
    for account, fields in sites.items():
        keys, wrong = _certificates(fields.certificate), list[str]()
        if fields.certificate and not len(keys):
            wrong.append(f"certificate: {fields.certificate[:_SHOWN]!r} is no fingerprint; it is not used")
        structure = _structure(fields.page, table.parent, wrong)
        found[account] = {KeyKind.CERTIFICATE: keys, KeyKind.STRUCTURE: structure}
        notes += [SetAside(file=str(table), row=fields.row, reason=reason) for reason in wrong]
    return found, tuple(notes)


def _certificates(written: str | None) -> Keys:
    parts = _BETWEEN.split(written.strip())[:_MOST_CERTIFICATES] if written else []
    return np.unique(np.array([key for one in parts if (key := certificate_key(one)) is not None], dtype=np.uint64))


def _structure(name: str | None, folder: Path, wrong: list[str]) -> Keys:
    content = _read(name, folder, wrong) if name else b""
    return page_structure(_decoded(content))


def _read(name: str, folder: Path, wrong: list[str]) -> bytes:
    told = f"page: {name[:_SHOWN]!r}"
    if "://" in name or "\\" in name or PurePosixPath(name).is_absolute():
        wrong.append(f"{told} is no path from the folder of this table; nothing is fetched")
        return b""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            wrong.append(f"{told} lies outside the folder of this table: it is not read")
        elif not path.is_file():
            wrong.append(f"{told} is no file")
        else:
            with path.open("rb") as stream:
                return stream.read(_MOST_OCTETS)
    except (OSError, ValueError, RuntimeError) as error:  # too long a name, an octet of 0, links in a circle
        wrong.append(f"{told} can't be read ({getattr(error, 'strerror', None) or 'no such name'})")
    return b""


def _decoded(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8", "replace")
