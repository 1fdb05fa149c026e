"""What did the engine say of a link's two accounts, by the very model that said it? The stored outcomes, weighed again.

Nothing is looked up anew: neither the corpus nor the bank has a part in it, so a link replays whatever became of them.
An erased link has no sentences, and replays its numbers all the same. The page of a link does it at every look.
"""

from __future__ import annotations

from seawall.desk.linking.errors import ModelNotKeptError
from seawall.desk.linking.evidence_rows import outcomes_of
from seawall.desk.linking.kept_models import read_kept
from seawall.desk.linking.models import Link
from seawall.identity.models import Weighed
from seawall.identity.portrait import Depth

__all__ = ["replay", "replays"]


def replay(link: Link) -> Weighed:
    """Weigh a link's outcomes under its own model.

    Raises:
        ModelNotKeptError: the model can't be read.
    """
    model = read_kept(link.model)
    return model.weigh(outcomes_of(link.evidence), Depth(link.depth), model.prior(link.bank_size))


def replays(link: Link) -> bool | None:
    """Say whether a link comes out digit by digit as it was stored; None: its model can't be read."""
    try:
        told = replay(link)
    except ModelNotKeptError:
        return None
    figures = ("probability", "low", "high", "imitator_probability")
    return all(getattr(told, name) == getattr(link, name) for name in figures)
