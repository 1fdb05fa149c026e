"""What does each code point become? The shipped table of the text normal form, in two stages.

`blocks[index[code >> 8] * 256 + (code & 255)]` is the value of a code point: another code point, `UNCHANGED`, `DROP`,
or `SEQUENCE | n` for the n-th of `sequences`. `lookalikes[code]` is the Latin letter that a Cyrillic, Greek or Armenian
letter looks like, or 0. `compose` holds (base, mark, whole). Made by `normal_form_build.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "DROP", "LOOKALIKES", "SEQUENCE", "UNCHANGED", "NormalFormTable", "normal_form_table"]

BLOCK: Final = 256
UNCHANGED: Final = 0
DROP: Final = 1 << 31
SEQUENCE: Final = 1 << 30
LOOKALIKES: Final = 0x600
"""Number of code points that the table of look-alikes covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFormTable:
    """The arrays of the table; see the module's first lines."""

    index: NDArray[np.uint16]
    blocks: NDArray[np.uint32]
    sequences: NDArray[np.uint32]
    sequence_starts: NDArray[np.int32]
    lookalikes: NDArray[np.uint32]
    compose: NDArray[np.uint32]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return name → array, for the file."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@cache
def normal_form_table() -> NormalFormTable:
    """Return the shipped table."""
    with (
        as_file(files("seawall.signals").joinpath("data/normal_form.npz")) as path,
        np.load(path, allow_pickle=False) as stored,
    ):
        return NormalFormTable(**{name: stored[name] for name in stored.files})
