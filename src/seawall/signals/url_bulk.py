"""Where do URLs stand in a whole column of texts, and what is the canonical form of each? As one by one, but faster.

Most texts hold no URL, or only plain `http(s)://` ones, and most URLs need next to nothing to be canonical. RE2, run by
Arrow, tells these apart and does the plain ones itself; only the rest goes through `find_urls` and `canonical_url`,
which remain the oracle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.signals.url_canonical import PLAIN_LIMIT, canonical_url
from seawall.signals.url_finding import MAYBE_URL, find_url_spans, trimmed_spans
from seawall.signals.url_rules import url_rules

__all__ = ["FoundColumn", "canonical_column", "find_in_column"]

_STOP: Final = r"<>\"«»`"
# RE2 knows ASCII spaces only; Python's are listed, so that a URL never swallows what stands behind one of them
_RE2_SPACE: Final = (
    r"\x00-\x20\x7f\x{85}\x{a0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
)
_RE2_PLAIN: Final = rf"https?://[^{_RE2_SPACE}{_STOP}]+"
_PLAIN: Final = re.compile(rf"(?<![A-Za-z])https?://[^\s{_STOP}]+")
_RE2_CANONICAL: Final = (
    r"^https?://(?P<host>[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]{2,63})"
    r"(?P<path>(?:/[A-Za-z0-9_~-]+)+)/?$"
)


@dataclass(slots=True, kw_only=True)
class FoundColumn:
    """URLs found in a column: row, first character, character after the last, as written."""

    rows: list[int]
    starts: list[int]
    ends: list[int]
    written: list[str]


def find_in_column(texts: Any) -> FoundColumn:
    """Return the place of each URL in a column of texts, in no particular order of rows."""
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    maybe = _rows(pc.match_substring_regex(texts, MAYBE_URL))
    some = texts.take(pa.array(maybe))
    disguised = pc.match_substring_regex(pc.replace_substring_regex(some, _RE2_PLAIN, ""), MAYBE_URL)
    plain = pc.invert(disguised)
    found = _in_joined(maybe[_rows(plain)], some.filter(plain).to_pylist())
    for row, text in zip(maybe[_rows(disguised)].tolist(), some.filter(disguised).to_pylist(), strict=True):
        for start, end in find_url_spans(text):
            _add(found, row, (start, end), text[start:end])
    return found


def canonical_column(written: list[str]) -> list[str | None]:
    """Return `canonical_url` of each."""
    if not written:
        return []
    column = pa.array(written, pa.large_string())
    parts = pc.extract_regex(column, _RE2_CANONICAL)
    host, path = (pc.struct_field(parts, name) for name in ("host", "path"))
    known = pa.array(["t.me", *url_rules().host_alias], host.type)
    special = pc.or_(pc.is_in(host, value_set=known), pc.match_substring_regex(host, r"^www\.|\.t\.me$"))
    long = pc.greater(pc.utf8_length(column), PLAIN_LIMIT)
    scheme, nothing = pa.scalar("https://", host.type), pa.scalar("", host.type)
    plain = pc.binary_join_element_wise(scheme, host, path, nothing)
    canonical = pc.if_else(pc.or_(special, long), pa.scalar(None, plain.type), plain).to_pylist()
    once = lru_cache(maxsize=None)(canonical_url)
    return [once(url) if form is None else form for form, url in zip(canonical, written, strict=True)]


def _rows(which: Any) -> Any:
    return np.flatnonzero(np.asarray(pc.fill_null(which, False)))  # noqa: FBT003 - Arrow's value for "no"


def _add(found: FoundColumn, row: int, span: tuple[int, int], written: str) -> None:
    found.rows.append(row)
    found.starts.append(span[0])
    found.ends.append(span[1])
    found.written.append(written)


def _in_joined(rows: Any, texts: list[str]) -> FoundColumn:
    """Search texts whose only URLs begin plainly with http:// or https://."""
    joined = "\n".join(texts)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    spans = [match.span() for match in _PLAIN.finditer(joined)]
    found = FoundColumn(rows=[], starts=[], ends=[], written=[])
    if not spans:
        return found
    written = [joined[start:end] for start, end in spans]
    clean = np.array([url[-1].isalnum() and url.find("://", 8) < 0 for url in written], dtype=np.bool_)
    places = np.array(spans, dtype=np.int64)
    owners = np.searchsorted(begins, places[:, 0], side="right") - 1
    shifts = begins[owners]
    found.rows = rows[owners[clean]].tolist()
    found.starts = (places[clean, 0] - shifts[clean]).tolist()
    found.ends = (places[clean, 1] - shifts[clean]).tolist()
    found.written = [url for url, is_clean in zip(written, clean.tolist(), strict=True) if is_clean]
    for place in np.flatnonzero(~clean).tolist():
        shift = int(shifts[place])
        for left, right in trimmed_spans(joined, *spans[place]):
            _add(found, int(rows[owners[place]]), (left - shift, right - shift), joined[left:right])
    return found
