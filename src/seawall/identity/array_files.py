"""How do arrays lie in a folder, so that they are read by mapping them and never half written?

A folder of `.npy` files and one `arrays.json` that names each with its type, shape and octets; the folder is written
under another name and takes its place at once. Nothing in it is ever run: object arrays are refused, and a file that is
not as `arrays.json` says is no array of ours. Several processes that map one folder share its memory.
Left out: what the arrays mean.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.durable import replace_durably, sync_folder
from seawall.identity.errors import ClosedBankFileError

__all__ = ["fresh_folder", "map_arrays", "write_arrays"]

_LIST: Final = "arrays.json"
_KINDS: Final = frozenset("biuf")
Arrays = dict[str, NDArray[Any]]


@contextmanager
def fresh_folder(path: Path) -> Iterator[Path]:
    """Yield a folder to write into, which takes the place of `path` when all went well.

    Raises:
        OSError: the folder can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        if path.exists():
            path.rename(old)
        fresh.rename(path)
        sync_folder(path.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of numbers into an existing folder.

    Raises:
        OSError: the folder can't be written.
    """
    listed = {}
    for name, array in arrays.items():
        if array.dtype.kind not in _KINDS:
            raise TypeError(f"{name} is {array.dtype}, no array of numbers")
        path = folder / f"{name}.npy"
        _write_array(path, np.ascontiguousarray(array))
        listed[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "octets": path.stat().st_size}
    replace_durably(folder / _LIST, ((json.dumps(listed, indent=1, sort_keys=True) + "\n").encode(),))


def _write_array(path: Path, array: NDArray[Any]) -> None:
    """Write one array: a header, and the memory of the array as it lies."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(array))
    replace_durably(path, (header.getvalue(), array.data))


def map_arrays(folder: Path) -> Arrays:
    """Map the arrays of a folder, read only, after each is found to be what the list says.

    Raises:
        ClosedBankFileError: a foreign, damaged or incomplete folder.
    """
    try:
        listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        return {name: _map(folder / f"{name}.npy", facts) for name, facts in listed.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ClosedBankFileError(f"{folder} holds no bank that can be read: {error}", path=folder) from error


def _map(path: Path, facts: Mapping[str, Any]) -> NDArray[Any]:
    if os.sep in path.stem or path.stat().st_size != facts["octets"]:
        raise ValueError(f"{path.name} is cut off or overlong")
    array: NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
    if array.dtype.kind not in _KINDS or array.dtype.str != facts["dtype"] or list(array.shape) != facts["shape"]:
        raise ValueError(f"{path.name} is not the array that {_LIST} names")
    return np.asarray(array)  # copies what is written to: the loops want writable arrays
