"""What a worker does with a run that compares accounts or trains a model; `sources/work.py` calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.services.training import train_from_judgements
from seawall.desk.people.models import StaffMember

__all__ = ["link_accounts_of_corpus", "train_model"]

Told = Callable[[dict[str, Any]], None]


def link_accounts_of_corpus(
    *, acting: StaffMember, everything: bool, progress: Told, stop: Callable[[], bool]
) -> tuple[bool, dict[str, Any]]:
    """Run a pass; return whether it came to its end, and its figures."""
    pass_ = run_pass(acting=acting, everything=everything, progress=progress, stop=stop)
    names = ("wanted", "compared", "stored", "replaced", "lapsed")
    return not pass_.is_open, {"pass": pass_.pk, "model": pass_.model.label} | {
        name: getattr(pass_, name) for name in names
    }


def train_model(*, acting: StaffMember, progress: Told) -> dict[str, Any]:
    """Train; return what came of it."""
    progress({"percent": 0})
    model = train_from_judgements(acting=acting)
    return {"model": model.label, "number": model.pk}
