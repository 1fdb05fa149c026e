"""Which addresses does a whole column of texts carry? As one by one, but faster.

Most texts hold no address, or only plain ones, which compiled loops find and spell (`url_kernel.py`,
`url_levels_kernel.py`); only the rest goes through `find_url_spans` and `url_levels`, which remain the rule and the
oracle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.signals.signal_type import SignalColumn
from seawall.signals.slices import Slices, string_buffers
from seawall.signals.url_canonical import canonical_url, is_plain_host
from seawall.signals.url_finding import find_url_spans
from seawall.signals.url_levels import MARKS, MAX_DEPTH, UrlLevel, host_levels, url_levels
from seawall.signals.url_rules import url_rules

__all__ = ["canonical_addresses", "canonical_of_few", "url_column"]

_Integers = NDArray[np.int64]
_SHORTEST: Final = len("http://a.bc")
_PACKED: Final = 8
_KEPT: Final = 1 << 17
_AMP: Final = b"/amp"
_FEW: Final = 64  # addresses: less work one by one than the calls for many


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    """Plain addresses: row and first character, and octets of the column: behind the scheme, the host, the address."""

    data: NDArray[np.uint8]
    rows: _Integers
    characters: _Integers
    begins: _Integers
    starts: _Integers
    host_ends: _Integers
    ends: _Integers

    def chosen(self, which: Any) -> _Plain:
        columns = (self.rows, self.characters, self.begins, self.starts, self.host_ends, self.ends)
        rows, characters, begins, starts, host_ends, ends = (column[which] for column in columns)
        return _Plain(
            data=self.data,
            rows=rows,
            characters=characters,
            begins=begins,
            starts=starts,
            host_ends=host_ends,
            ends=ends,
        )


def url_column(texts: Any, expansions: Mapping[str, str]) -> SignalColumn:
    """Return the values that the addresses of a column of texts carry, with the characters where they stand."""
    data, offsets = string_buffers(texts)
    plain, others = _scan(data, offsets)
    hosts, names = _hosts(plain)
    usual = np.array([is_plain_host(name) for name in names], dtype=np.bool_)[hosts] & ~_is_amp(plain)
    if expansions:
        usual[:] = False
    short = plain.chosen(usual)
    owners, values, marks = _levels(short, hosts[usual], names)
    rest = _by_rule(texts, others, plain.chosen(~usual), expansions)
    return SignalColumn(
        rows=np.concatenate((short.rows[owners], np.array(rest.rows, np.int64))),
        values=_joined(values, Slices.of(rest.values)),
        starts=np.concatenate((short.characters[owners], np.array(rest.starts, np.int64))).astype(np.int32),
        ends=np.concatenate(
            ((short.characters + short.ends - short.begins)[owners], np.array(rest.ends, np.int64))
        ).astype(np.int32),
        marks=(*np.array(MARKS, dtype=np.object_)[marks].tolist(), *rest.marks),
    )


def canonical_addresses(texts: Any) -> tuple[_Integers, Slices]:
    """Return the row and the canonical form of each address in a column of texts, without what else it carries."""
    data, offsets = string_buffers(texts)
    plain, others = _scan(data, offsets)
    if len(plain.rows) > _FEW or len(others) > _FEW:
        found = url_column(texts, {})
        own = np.fromiter((mark is None for mark in found.marks or ()), np.bool_, len(found.marks or ()))
        starts, ends = found.values.starts[own], found.values.ends[own]
        return np.asarray(found.rows)[own], Slices(data=found.values.data, starts=starts, ends=ends)
    few = list(_canonical(data, offsets, (plain.rows, plain.begins, plain.ends), others))
    return np.array([row for row, _ in few], np.int64), Slices.of([canonical for _, canonical in few])


def canonical_of_few(data: NDArray[np.uint8], offsets: _Integers) -> Iterator[tuple[int, str]]:
    """Yield what `canonical_addresses` returns of a few texts, one account's: less work one by one."""
    (rows, _, begins, _, ends), other = _found(data, offsets)
    return _canonical(data, offsets, (rows, begins, ends), np.flatnonzero(other))


def _canonical(
    data: NDArray[np.uint8], offsets: _Integers, plain: tuple[_Integers, _Integers, _Integers], others: _Integers
) -> Iterator[tuple[int, str]]:
    for row, written in _written(data, offsets, plain, others):
        canonical = _kept_canonical(written)
        if canonical is not None:
            yield row, canonical


def _written(
    data: NDArray[np.uint8], offsets: _Integers, plain: tuple[_Integers, _Integers, _Integers], others: _Integers
) -> Iterator[tuple[int, str]]:
    """Yield the addresses as written: plain ones by row, first octet and end, then those of rows read by the rule."""
    for row, begin, end in zip(*(column.tolist() for column in plain), strict=True):
        yield row, data[begin:end].tobytes().decode("ascii")
    for row in others.tolist():
        text = data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace")
        for start, end in find_url_spans(text):
            yield row, text[start:end]


@lru_cache(maxsize=_KEPT)
def _kept_canonical(written: str) -> str | None:
    return canonical_url(written)


def _scan(data: NDArray[np.uint8], offsets: _Integers) -> tuple[_Plain, _Integers]:
    """Return the plain addresses, and the rows that must be read by the rule."""
    (rows, characters, begins, host_ends, ends), other = _found(data, offsets)
    is_secure = data[np.minimum(begins + 4, max(0, len(data) - 1))] == ord("s")
    found = _Plain(
        data=data,
        rows=rows,
        characters=characters,
        begins=begins,
        starts=begins + 7 + is_secure,
        host_ends=host_ends,
        ends=ends,
    )
    return found, np.flatnonzero(other).astype(np.int64)


def _found(data: NDArray[np.uint8], offsets: _Integers) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return row, first character, first octet, end of host and end of plain addresses, and which rows are others."""
    from seawall.signals.url_kernel import scan_rows  # compiles: only when needed

    capacity = int(offsets[-1] - offsets[0]) // _SHORTEST + 1
    other = np.zeros(len(offsets) - 1, np.bool_)
    columns = np.empty((5, capacity), np.int64)
    count = scan_rows(data, offsets, *_endings(), other, *columns)
    return columns[:, :count], other


def _hosts(plain: _Plain) -> tuple[_Integers, list[str]]:
    """Return the number of each address's host, and the hosts by number."""
    from seawall.signals.url_levels_kernel import gather

    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(plain.host_ends - plain.starts)))
    octets = gather(plain.data, plain.starts, plain.host_ends, offsets)
    column = pa.LargeStringArray.from_buffers(len(plain.rows), pa.py_buffer(offsets), pa.py_buffer(octets))
    coded = column.dictionary_encode()
    return np.asarray(coded.indices).astype(np.int64), coded.dictionary.to_pylist()


def _is_amp(plain: _Plain) -> NDArray[np.bool_]:
    """Say which addresses end like the AMP copy of an article: those are not canonical as they stand."""
    last = plain.ends - (plain.data[plain.ends - 1] == ord("/"))
    is_amp = np.ones(len(last), np.bool_)
    for place, octet in enumerate(reversed(_AMP), start=1):
        is_amp &= plain.data[last - place] == octet
    return is_amp


def _levels(plain: _Plain, hosts: _Integers, names: list[str]) -> tuple[_Integers, Slices, NDArray[np.uint8]]:
    """Return, for all values of plain addresses, the number of the address, the value and the number of its mark."""
    from seawall.signals.url_levels_kernel import write_levels

    of_hosts = [host_levels(name) for name in names]
    written = [level for one in of_hosts for level in one.levels]
    firsts = np.cumsum([0, *(len(one.levels) for one in of_hosts)]).astype(np.int64)
    level_slices = Slices.of([level.value for level in written])
    level_starts = np.concatenate((level_slices.starts, level_slices.ends[-1:], np.zeros(int(not written), np.int64)))
    codes = np.array([MARKS.index(level.mark) for level in written], np.uint8)
    depths = np.array([one.least_depth for one in of_hosts], np.int64)
    # an address of n octets has at most n / 2 segments, MAX_DEPTH of which count
    lengths = plain.ends - plain.starts + len("https:///*")
    deep = np.minimum(lengths // 2, MAX_DEPTH)
    octets = int((lengths * (1 + deep)).sum() + _sum_of_host_levels(hosts, firsts, level_starts))
    count = int((1 + deep + (firsts[1:] - firsts[:-1])[hosts]).sum())
    out, marks = np.empty(octets, np.uint8), np.empty(count, np.uint8)
    starts, ends, owners = (np.empty(count, np.int64) for _ in range(3))
    count = write_levels(
        plain.data, plain.starts, plain.host_ends, plain.ends, hosts,
        level_slices.data, level_starts, firsts, codes, depths, MAX_DEPTH, out, starts, ends, owners, marks,
    )  # fmt: skip
    used = int(ends[count - 1]) if count else 0
    return owners[:count], Slices(data=out[:used], starts=starts[:count], ends=ends[:count]), marks[:count]


def _sum_of_host_levels(hosts: _Integers, firsts: _Integers, level_starts: _Integers) -> int:
    return int((level_starts[firsts[1:]] - level_starts[firsts[:-1]])[hosts].sum()) if len(hosts) else 0


@dataclass(slots=True, kw_only=True)
class _Rest:
    """Values found by the rule, one a place in each list."""

    rows: list[int]
    starts: list[int]
    ends: list[int]
    values: list[str]
    marks: list[str | None]

    def add(self, row: int, span: tuple[int, int], levels: tuple[UrlLevel, ...]) -> None:
        """Take in the levels of one address."""
        self.rows.extend([row] * len(levels))
        self.starts.extend([span[0]] * len(levels))
        self.ends.extend([span[1]] * len(levels))
        self.values.extend([level.value for level in levels])
        self.marks.extend([level.mark for level in levels])


def _by_rule(texts: Any, others: _Integers, special: _Plain, expansions: Mapping[str, str]) -> _Rest:
    levels_of = _kept_levels if not expansions else cache(lambda written: url_levels(written, expansions))
    rest = _Rest(rows=[], starts=[], ends=[], values=[], marks=[])
    for row, text in zip(others.tolist(), texts.take(pa.array(others)).to_pylist(), strict=True):
        for span in find_url_spans(text):
            rest.add(row, span, levels_of(text[span[0] : span[1]]))
    octets = special.data
    for row, start, begin, end in zip(
        special.rows.tolist(), special.characters.tolist(), special.begins.tolist(), special.ends.tolist(), strict=True
    ):
        written = octets[begin:end].tobytes().decode("ascii")
        rest.add(row, (start, start + end - begin), levels_of(written))
    return rest


@lru_cache(maxsize=_KEPT)
def _kept_levels(written: str) -> tuple[UrlLevel, ...]:
    return url_levels(written)


def _joined(first: Slices, second: Slices) -> Slices:
    return Slices(
        data=np.concatenate((first.data, second.data)),
        starts=np.concatenate((first.starts, second.starts + len(first.data))),
        ends=np.concatenate((first.ends, second.ends + len(first.data))),
    )


@cache
def _endings() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the endings of hosts packed as the loop packs them: with and without path, and of hosts spelled out."""
    rules = url_rules()
    spelled = {label for host in rules.spelled_out for label in host.split(".")[1:]}
    return _packed(rules.plain_endings), _packed(rules.path_endings), _packed(spelled)


def _packed(endings: Any) -> NDArray[np.uint64]:
    return np.unique(np.array([int.from_bytes(one[:_PACKED].encode("ascii"), "big") for one in endings], np.uint64))
