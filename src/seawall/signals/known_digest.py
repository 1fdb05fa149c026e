"""What do the digest signals share? Reading a hexadecimal digest, and the digest column of media.

Left out: which algorithm; `sha256.py` and `md5.py` name one each.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.digests import Digest, DigestError
from seawall.signals.content import Content, MediaContent
from seawall.signals.errors import SignalValueError
from seawall.signals.signal_type import SignalColumn
from seawall.signals.slices import Slices

__all__ = ["digest_column", "parse_digest"]


def parse_digest(value: str, algorithm: str) -> str:
    """Return the lower-case digits of `abc…` or `algorithm:abc…`; SignalValueError where it is another thing."""
    written = value.strip().lower()
    prefix, colon, digits = written.rpartition(":")
    if colon and prefix != algorithm:
        raise SignalValueError(f"this names {prefix!r}, not {algorithm}", value=value, signal_type=algorithm)
    try:
        return Digest(algorithm=algorithm, value=digits).value
    except DigestError as error:
        raise SignalValueError(error.message, value=value, signal_type=algorithm) from error


def digest_column(content: Content, algorithm: str, digit_count: int) -> SignalColumn:
    """Return the rows whose digest of `algorithm` is known; anything that is no such digest is passed over."""
    if not isinstance(content, MediaContent):
        raise TypeError(f"{algorithm} is taken from media, not from {content.kind}")
    column = content.digests[algorithm]
    lower = pc.utf8_lower(column.cast(pa.large_string()))
    digits = pc.replace_substring(lower, f"{algorithm}:", "", max_replacements=1)
    well_formed = pc.fill_null(pc.match_substring_regex(digits, f"^[0-9a-f]{{{digit_count}}}$"), False)  # noqa: FBT003
    rows = np.flatnonzero(np.asarray(well_formed)).astype(np.int64)
    return SignalColumn(rows=rows, values=Slices.from_arrow(digits.filter(well_formed)))
