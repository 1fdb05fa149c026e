"""What does the desk know when it begins? A part of the movement's content; newsrooms and rights groups.

`grey_lighthouse.jsonl` holds positive entries (file digests, pages, whole texts, slogans); `newsrooms.jsonl` negative
ones (handles, domains and a few texts that quote the movement to report on it). A known picture has two entries, by
SHA-256 and by MD5; the second's id ends in `-md5`. The known pictures themselves lie in `grey_lighthouse/`, so that
whoever reads the bank can take other signals from them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seawall.testing.world.cast import StoryLine
from seawall.testing.world.groups import group_number
from seawall.testing.world.links import NEWS_DOMAINS, RIGHTS_DOMAINS
from seawall.testing.world.movement import Catalogue
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.population import Population
from seawall.testing.world.profiles import Profiles
from seawall.testing.world.stream import PLATFORMS

__all__ = ["copy_known_pictures", "movement_entries", "newsroom_entries", "write_bank"]

_SIGNAL_TYPE = {"statement": "text", "page": "url", "slogan": "term"}
_POLICY = "promotes"


def movement_entries(catalogue: Catalogue, gallery: Gallery) -> Iterator[dict[str, Any]]:
    """Yield what is known of the movement."""
    for content in catalogue.contents:
        if not content.known:
            continue
        if content.kind == "picture":
            picture = gallery.pictures[int(content.content_id.rpartition("-")[2])]
            digest = content.value.removeprefix("sha256:")
            yield _entry(content.content_id, "sha256", digest, "positive", picture.description)
            yield _entry(f"{content.content_id}-md5", "md5", picture.md5, "positive", picture.description)
        else:
            note = f"{content.kind} of the movement" + (f", {content.language}" if content.language else "")
            yield _entry(content.content_id, _SIGNAL_TYPE[content.kind], content.value, "positive", note)


def copy_known_pictures(out: Path, catalogue: Catalogue, gallery: Gallery) -> int:
    """Copy each known picture into the bank's folder, under the id of its entry; return how many."""
    folder = out / "banks" / "grey_lighthouse"
    folder.mkdir(parents=True, exist_ok=True)
    known = [content for content in catalogue.contents if content.known and content.kind == "picture"]
    for content in known:
        picture = gallery.pictures[int(content.content_id.rpartition("-")[2])]
        source = out / picture.file
        shutil.copyfile(source, folder / f"{content.content_id}{source.suffix}")
    return len(known)


def newsroom_entries(people: Population, profiles: Profiles, story: tuple[StoryLine, ...]) -> Iterator[dict[str, Any]]:
    """Yield the newsrooms and rights groups whose showing of a slogan is no promotion of it."""
    for kind in ("press", "rights"):
        for account in np.flatnonzero((people.group == group_number(kind)) & (people.fairness < 0)).tolist():
            handle = f"{PLATFORMS[people.platform[account]]}:@{profiles.handles[account]}"
            yield _entry(f"nr-handle-{account:06d}", "handle", handle, "negative", f"{kind}: own account")
    for number, domain in enumerate((*NEWS_DOMAINS, *RIGHTS_DOMAINS)):
        yield _entry(f"nr-domain-{number:03d}", "url", f"https://{domain}/", "negative", "own domain")
    for number, line in enumerate(line for line in story if line.stance in ("reports", "documents")):
        yield _entry(f"nr-text-{number:03d}", "text", line.text, "negative", "report that quotes the movement")


def write_bank(path: Path, bank: str, entries: Iterable[dict[str, Any]]) -> int:
    """Write one JSON object a line; return how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(
                json.dumps({"entry_id": entry.pop("entry_id"), "bank": bank, **entry}, ensure_ascii=False) + "\n"
            )
            count += 1
    return count


def _entry(entry_id: str, signal_type: str, value: str, opinion: str, note: str) -> dict[str, Any]:
    policy = _POLICY if opinion == "positive" else None
    return {
        "entry_id": entry_id,
        "signal_type": signal_type,
        "value": value,
        "opinion": opinion,
        "policy": policy,
        "note": note,
    }
