"""How does a bank of closed accounts lie on disk? A folder of arrays and Arrow files that are read by mapping them.

`bank.json` says what it is, `arrays.json` and `.npy` files hold the numbers (`array_files.py`), `texts.arrow` and
`shown.arrow` the texts. The folder takes its place at once, and a folder that is cut off, foreign or of another version
is refused. Nothing in it is ever run. Left out: who made it; sizes tell damage, not forgery.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.durable import replace_durably
from seawall.identity.array_files import fresh_folder, map_arrays, write_arrays
from seawall.identity.closed_bank import ClosedBank, index_keys
from seawall.identity.errors import ClosedBankFileError
from seawall.identity.key_index import BaseKeys
from seawall.identity.portrait import KeyKind
from seawall.identity.portraits import NUMBERS, TEXTS, Portraits, Shown
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import StyleRows
from seawall.identity.traits.style import default_space

__all__ = ["BANK_VERSION", "is_bank_folder", "open_bank", "save_bank"]

BANK_VERSION: Final = 2
_FACTS: Final = "bank.json"
_FORMAT: Final = "seawall-closed-bank"
Arrays = dict[str, NDArray[Any]]


def is_bank_folder(path: Path) -> bool:
    """Say whether a folder says of itself that it is a saved bank."""
    return (path / _FACTS).is_file()


def save_bank(bank: ClosedBank, path: Path) -> None:
    """Write the accounts that are present into a folder; one that stood there is replaced at once, or not at all.

    Raises:
        OSError: the folder can't be written.
        ClosedBankFileError: another kind of folder stands there, or styles are of another space than the shipped one.
    """
    if path.exists() and not is_bank_folder(path):
        raise ClosedBankFileError(f"{path} is there and is no saved bank: it is left alone", path=path)
    compact = bank.compacted()
    portraits = compact.portraits
    if portraits is not None and portraits.style_rarity is not None:
        raise ClosedBankFileError("styles of another space than the shipped one can't be kept", path=path)
    with fresh_folder(path) as folder:
        facts: dict[str, Any] = {
            "format": _FORMAT, "version": BANK_VERSION, "accounts": len(compact), "style_space": default_space().digest,
        }  # fmt: skip
        if portraits is not None:
            write_arrays(folder, _arrays_of(portraits, compact.keys.base))
            _write_texts(folder / "texts.arrow", {name: portraits.texts[name] for name in TEXTS})
            _write_texts(folder / "shown.arrow", {"text": portraits.shown.texts})
        replace_durably(folder / _FACTS, ((json.dumps(facts, sort_keys=True) + "\n").encode(),))


def open_bank(path: Path) -> ClosedBank:
    """Map a saved bank.

    Raises:
        ClosedBankFileError: a foreign, damaged or cut off folder, or one of another version.
    """
    try:
        facts = json.loads((path / _FACTS).read_text(encoding="utf-8"))
        if facts["format"] != _FORMAT or facts["version"] != BANK_VERSION:
            raise ClosedBankFileError(
                f"{path} is a bank of version {facts['version']}; known is {BANK_VERSION}: make it anew", path=path
            )
        if facts["style_space"] != default_space().digest:
            raise ClosedBankFileError(f"{path} was made with another style space: make it anew", path=path)
        if not facts["accounts"]:
            return ClosedBank()
        portraits, base = _read(path, facts["accounts"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, pa.ArrowException) as error:
        raise ClosedBankFileError(f"{path} holds no bank that can be read: {error}", path=path) from error
    return ClosedBank(portraits, base=base)


def _arrays_of(portraits: Portraits, base: Mapping[KeyKind, BaseKeys]) -> Arrays:
    arrays: Arrays = {f"number_{name}": column for name, column in portraits.numbers.items()}
    arrays |= {f"picture_{name}": words for name, words in portraits.pictures.items()}
    arrays |= {"kinds": portraits.kinds, "post_counts": portraits.post_counts, "shown_keys": portraits.shown.keys_}
    arrays |= {"own_post_counts": portraits.own_post_counts, "hour_posts": portraits.hour_posts}
    ragged = (("words", portraits.words), ("minutes", portraits.minutes), ("hours", portraits.hours))
    for name, rows in ragged:
        arrays |= {f"{name}_starts": rows.starts, f"{name}_values": rows.values}
    for kind, rows in portraits.keys.items():
        arrays |= {f"keys_{kind:02}_starts": rows.starts, f"keys_{kind:02}_values": rows.values}
    for kind, one in base.items():
        arrays |= {
            f"index_{kind:02}_keys": one.keys,
            f"index_{kind:02}_starts": one.starts,
            f"index_{kind:02}_ordinals": one.ordinals,
        }
    if portraits.languages is not None:
        arrays["languages"] = portraits.languages
    if portraits.style is not None:
        arrays |= {"style_steps": portraits.style.steps, "style_scales": portraits.style.scales}
    return arrays


def _write_texts(path: Path, columns: Mapping[str, Any]) -> None:
    table = pa.table(dict(columns))
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _read_texts(path: Path) -> dict[str, Any]:
    source = pa.memory_map(str(path), "rb")
    table = pa.ipc.open_file(source).read_all()
    table.validate(full=True)
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    return {
        name: one.chunk(0) if isinstance(one, pa.ChunkedArray) and one.num_chunks else one
        for name, one in columns.items()
    }


def _read(path: Path, count: int) -> tuple[Portraits, dict[KeyKind, BaseKeys]]:
    arrays = map_arrays(path)
    texts = _read_texts(path / "texts.arrow")
    shown = _read_texts(path / "shown.arrow")["text"]
    kinds = sorted({KeyKind(int(name[5:7])) for name in arrays if name.startswith("keys_")})
    keys = {kind: _ragged(arrays, f"keys_{kind:02}", count) for kind in kinds}
    base = {
        kind: BaseKeys(
            keys=arrays[f"index_{kind:02}_keys"],
            starts=arrays[f"index_{kind:02}_starts"],
            ordinals=arrays[f"index_{kind:02}_ordinals"],
        )
        for kind in kinds
        if f"index_{kind:02}_keys" in arrays
    }
    portraits = Portraits(
        texts={name: _counted(texts[name], count) for name in TEXTS},
        numbers={name: _counted(arrays[f"number_{name}"], count) for name in NUMBERS},
        kinds=_counted(arrays["kinds"], count),
        post_counts=_counted(arrays["post_counts"], count),
        own_post_counts=_counted(arrays["own_post_counts"], count),
        pictures={name: _counted(arrays[f"picture_{name}"], count) for name in ("avatar", "banner")},
        keys=keys,
        words=_ragged(arrays, "words", count),
        minutes=_ragged(arrays, "minutes", count),
        hours=_ragged(arrays, "hours", count),
        hour_posts=_counted(arrays["hour_posts"], len(arrays["hours_values"])),
        languages=_counted(arrays["languages"], count) if "languages" in arrays else None,
        style=_style(arrays, count),
        shown=Shown(_counted(arrays["shown_keys"], len(shown)), shown),
    )
    for one in base.values():
        _check_base(one, count)
    return portraits, base or index_keys(portraits)


def _style(arrays: Arrays, count: int) -> StyleRows | None:
    if "style_steps" not in arrays:
        return None
    return StyleRows(steps=_counted(arrays["style_steps"], count), scales=_counted(arrays["style_scales"], count))


def _counted(column: Any, count: int) -> Any:
    if len(column) != count:
        raise ValueError(f"a column has {len(column)} rows instead of {count}")
    return column


def _ragged(arrays: Arrays, name: str, count: int) -> Ragged:
    rows = Ragged(starts=_counted(arrays[f"{name}_starts"], count + 1), values=arrays[f"{name}_values"])
    _check_starts(rows.starts, len(rows.values))
    return rows


def _check_base(one: BaseKeys, count: int) -> None:
    _counted(one.starts, len(one.keys) + 1)
    _check_starts(one.starts, len(one.ordinals))
    if len(one.ordinals) and int(one.ordinals.max()) >= count:
        raise ValueError("an index names an account that is not there")


def _check_starts(starts: NDArray[np.int64], size: int) -> None:
    if int(starts[0]) != 0 or int(starts[-1]) != size or bool((np.diff(starts) < 0).any()):
        raise ValueError("rows of an array lead out of it")
