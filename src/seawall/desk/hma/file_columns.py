"""Which signals does a received file give, by the types that were asked for?

For an answer that names hashes, a type gives the value of the file as it is ("" where it is too plain to be matched);
for a look-up, everything that the type takes from it, turned and trimmed forms too. A photo that is no picture is
refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seawall.desk.hma.errors import UploadRefusedError
from seawall.desk.hma.received import ReceivedFile
from seawall.desk.hma.selectors import ratio_of_type
from seawall.digests import digest_stream
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import default_types, own_name, types_of_content
from seawall.signals import SIGNAL_TYPES, ContentKind, FileContent, MediaContent, SignalColumn
from seawall.signals.file_kind import FileKind

__all__ = ["columns_of_file", "types_for", "value_of", "values_of"]


def types_for(content_type: str, asked: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the names of the types by which a file is hashed: those asked for, else the usual ones.

    Raises:
        HmaRequestError: one that doesn't exist for such a file, or is switched off; or none at all.
    """
    if asked is None:
        return tuple(name for name in default_types(content_type) if ratio_of_type(own_name(name)) > 0)
    possible = {own_name(name): name for name in types_of_content(content_type)}
    chosen = []
    for name in asked:
        own = own_name(name)
        if own not in possible or ratio_of_type(own) == 0:
            raise HmaRequestError(f"signal type '{name[:80]}' doesn't exist or is disabled", field="types")
        chosen.append(possible[own])
    if not chosen:
        raise HmaRequestError("empty signal type selection", field="types")
    return tuple(chosen)


def columns_of_file(file: ReceivedFile, names: Iterable[str]) -> dict[str, SignalColumn]:
    """Return the signals of a file by our names of types.

    Raises:
        UploadRefusedError: a photo that can't be decoded, with the reason.
    """
    opened = file.opened()
    if file.content_type == "photo" and opened.kind is not FileKind.PICTURE:
        raise UploadRefusedError(f"this is no picture that can be read (it looks like: {opened.kind.value})")
    content = FileContent([opened])
    columns = {}
    for own in map(own_name, names):
        kind = SIGNAL_TYPES[own]
        columns[own] = kind.extract(_digests(file) if kind.APPLIES_TO is ContentKind.MEDIA else content)
    if opened.asides and not any(len(column) for column in columns.values()):
        raise UploadRefusedError("; ".join(opened.asides))
    return columns


def value_of(column: SignalColumn) -> str:
    """Return the value of the file as it is, "" where there is none."""
    for place in range(len(column)):
        if column.marks is None or column.marks[place] is None:
            return column.values.value(place)
    return ""


def values_of(columns: Mapping[str, SignalColumn], names: Iterable[str]) -> dict[str, str]:
    """Return the values by the names that were asked for."""
    return {name: value_of(columns[own_name(name)]) for name in names}


def _digests(file: ReceivedFile) -> MediaContent:
    found = {}
    for algorithm in ("sha256", "md5"):
        with file.path.open("rb") as stream:
            found[algorithm] = digest_stream(stream, algorithm).value
    return MediaContent.of_digests(**found)
