"""Where do rejects go? Into one file of JSON lines a batch: file, row, reason and the beginning of the raw row.

Rejects of a chunk are on disk before the chunk is committed, and the commit holds the file's length. A resumed import
cuts the file back to that length, so a kill between the two loses nothing and repeats nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from seawall.corpus.folder import full_disk_is_told
from seawall.intake.rows import Reject

__all__ = ["RejectsFile", "forget_rejects"]


class RejectsFile:
    """The rejects of one batch; the file is made by the first reject."""

    def __init__(self, path: Path, committed_bytes: int) -> None:
        """Go on after `committed_bytes`; what was written later belongs to no commit and is cut off."""
        self.path = path
        self.byte_count = 0
        if path.exists():
            self.byte_count = min(committed_bytes, path.stat().st_size)
            with full_disk_is_told(path):
                os.truncate(path, self.byte_count)

    def add(self, file_name: str, rejects: Sequence[Reject]) -> None:
        """Write rejects and wait until they are on disk; raises `StoreFullError` where there is no room."""
        if not rejects:
            return
        lines = [
            msgspec.json.encode(
                {"file": file_name, "row": reject.row, "reason": reject.reason, "raw": _encodable(reject.raw)}
            )
            for reject in rejects
        ]
        with full_disk_is_told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as stream:
                stream.write(b"\n".join(lines) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
                self.byte_count = stream.tell()


def forget_rejects(folder: Path, batch_ids: Iterable[str]) -> None:
    """Remove the rejects of batches whose rows left the corpus: they hold what stood in the raw rows."""
    for batch_id in batch_ids:
        (folder / f"{batch_id}.jsonl").unlink(missing_ok=True)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
