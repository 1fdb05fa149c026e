"""What did the accounts of the corpus do, that others could have done with them? The slots of all traces."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from django.conf import settings

from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.network.traces import corpus_slots, with_near_media
from seawall.pipeline.media_signals import open_media_signals, picture_hashes

__all__ = ["CorpusSlots", "read_slots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSlots:
    """A table of `seawall.network.SLOTS`, and the version of the corpus that it was read from."""

    version: int
    rows: pa.Table


def read_slots() -> CorpusSlots:
    """Return the slots of the corpus as it is now."""
    return read_corpus(_of_view)


def _of_view(view: CorpusView) -> CorpusSlots:
    hashes = picture_hashes(open_media_signals(settings.SEAWALL.media_signals_path))
    return CorpusSlots(version=view.version, rows=with_near_media(corpus_slots(view.engine), hashes))
