"""Where are the bytes of the media that a folder lists? Beside its tables; they are copied to the evidence folder.

A folder in Seawall's own layout names each file by its digest and says where it lies (`file`, a path within it).
A file is kept only if it is there, inside the folder, of bounded size, and the bytes that its digest names; of the
others the reason is told and their rows stay in the corpus. What is kept already costs one reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from seawall.corpus.media_files import keep_media_file
from seawall.digests import Digest, DigestError, digest_stream
from seawall.intake.errors import BrokenInputError
from seawall.intake.part_reader import PartReader
from seawall.intake.plan import ImportPlan

__all__ = ["MAX_FILE_BYTES", "KeptMedia", "keep_listed_media"]

MAX_FILE_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMedia:
    """How many files are kept now, and why others are not: (name as listed, reason)."""

    kept: int
    left_out: tuple[tuple[str, str], ...]


def keep_listed_media(plan: ImportPlan, evidence: Path, *, now: datetime) -> KeptMedia:
    """Copy the media files that a native plan lists to the `evidence` folder; other plans list none.

    Raises:
        StoreFullError: no room; what is kept stays, run it again.
    """
    kept = 0
    left_out: list[tuple[str, str]] = []
    for media_id, name in _listed(plan, now) if plan.is_native else ():
        reason = _keep(plan.path, media_id, name, evidence)
        if reason is None:
            kept += 1
        else:
            left_out.append((name, reason))
    return KeptMedia(kept=kept, left_out=tuple(left_out))


def _listed(plan: ImportPlan, now: datetime) -> Iterator[tuple[str, str]]:
    for part in plan.parts:
        if part.guess.column_map is None or part.guess.column_map.table != "media":
            continue
        with PartReader(part, now) as reader:
            try:
                for chunk in reader.chunks({}):
                    rows = chunk.tables["media"]
                    if "file" in rows.column_names:
                        yield from (
                            (row["media_id"], row["file"])
                            for row in rows.select(["media_id", "file"]).to_pylist()
                            if row["file"]
                        )
            except BrokenInputError:
                return  # the import has told of it


def _keep(folder: Path, media_id: str, name: str, evidence: Path) -> str | None:
    """Keep one file; return why not, or None where it is kept."""
    try:
        listed = Digest.parse(media_id)
    except DigestError:
        return "its media id is no digest"
    root = folder.resolve()
    path = None if "\0" in name else (root / name).resolve()
    if path is None or not path.is_relative_to(root) or not path.is_file():
        return "there is no such file in the folder"
    if path.stat().st_size > MAX_FILE_BYTES:
        return f"it has more than {MAX_FILE_BYTES >> 20:,} MiB"
    with path.open("rb") as file:
        if digest_stream(file, listed.algorithm) != listed:
            return f"its bytes are not those of {listed}"
    keep_media_file(evidence, path)
    return None
