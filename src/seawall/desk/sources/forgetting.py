"""What must the desk forget when observations leave the corpus? What was found on them, its copies, what links keep.

Withdrawal of a batch, retention and erasure take rows out of the corpus. The findings store then drops the findings on
them, and the desk empties its own copies, withdraws the findings that rest on them and looks at their cases again. It
compares everything it holds with the corpus, so it may be run at any time and does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

import pyarrow as pa
from django.conf import settings

from seawall.corpus import StoreWriter, open_corpus
from seawall.desk.cases.models import ObservationCopy
from seawall.desk.cases.services import forget_copies
from seawall.desk.linking.corpus_accounts import accounts_held
from seawall.desk.linking.services.forgetting import forget_links_of, names_in_links
from seawall.desk.people.models import StaffMember
from seawall.pipeline import forget_findings, forget_media_signals, open_findings, open_media_signals

__all__ = ["forget_lost_observations"]

_COPIES_AT_ONCE: Final = 5_000
_FINDINGS_SECONDS: Final = 600


def forget_lost_observations(corpus: StoreWriter, *, acting: StaffMember | str, because: str) -> int:
    """Forget what rests on observations that the corpus no longer holds; return how many copies were emptied.

    Args:
        corpus: its writer, so that nothing comes or goes meanwhile.
        acting: who took the observations out; `SYSTEM` for retention.
        because: why, in words for the cases that lose their grounds.
    """
    forget_findings(corpus, open_findings(settings.SEAWALL.findings_path), timeout_seconds=_FINDINGS_SECONDS)
    media = open_media_signals(settings.SEAWALL.media_signals_path)
    with open_corpus(settings.SEAWALL.corpus_path).snapshot() as left:
        forget_media_signals(left, media, timeout_seconds=_FINDINGS_SECONDS)
    lost = 0
    for numbers in _lost_copies(corpus):
        lost += forget_copies(numbers, acting=acting, because=because)
    _forget_links(acting=acting, because=because)
    return lost


def _forget_links(*, acting: StaffMember | str, because: str) -> None:
    """Erase what links keep of accounts of which the corpus holds nothing any more."""
    named = names_in_links()
    held = accounts_held(named) if named else set()
    forget_links_of([name for name in named if name not in held], acting=acting, because=because)


def _lost_copies(corpus: StoreWriter) -> Iterator[list[int]]:
    kept = ObservationCopy.objects.filter(erased_at__isnull=True).order_by("kind", "pk")
    rows: Sequence[tuple[str, str, int]] = list(kept.values_list("kind", "key", "pk"))
    for kind, of_kind in groupby(rows, key=itemgetter(0)):
        copies = list(of_kind)
        for start in range(0, len(copies), _COPIES_AT_ONCE):
            some = copies[start : start + _COPIES_AT_ONCE]
            keys = pa.array([bytes.fromhex(key) for _, key, _ in some], pa.binary(16))
            held = corpus.holds(kind, keys).tolist()
            numbers = [number for (_, _, number), is_held in zip(some, held, strict=True) if not is_held]
            if numbers:
                yield numbers
