"""How is a link put before reviewers as a finding? A claim about the new account's profile, which raises a look at it.

The finding names the closed account by its number alone (`closed_account:12`): whoever may see the closed account opens
the link. What is reviewed is the new account's own conduct; the finding says so.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from seawall.desk.cases.records import FindingRecord, ObservationRecord
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.linking.corpus_accounts import Observed
from seawall.desk.linking.models import Link, LinkClass
from seawall.evidence import Evidence

__all__ = ["BANK", "ENGINE", "SIGNAL_TYPE", "entry_of", "finding_of", "observation_of"]

ENGINE: Final = "identity"
BANK: Final = "closed accounts"
SIGNAL_TYPE: Final = "successor"
_KEY_DIGITS: Final = 32
_MOST_EVIDENCE: Final = 12
_LEAST_BITS: Final = 0.05
_WHOLE_BITS: Final = 16.0
"""Bits that fill the bar beside a piece of evidence: as much as the strongest single family weighs."""


def entry_of(closed: ClosedAccount) -> str:
    """Return the permanent name of a closed account among the entries that findings rest on."""
    return closed.ledger_subject


def finding_of(link: Link, observed: Observed, *, judged_same: bool, now: datetime) -> FindingRecord:
    """Return the finding that a link is put before reviewers as; `observed` is what the corpus holds of the account."""
    entry = entry_of(link.closed)
    return FindingRecord(
        key=_digest(f"successor finding {link.key} {entry}"),
        revision=link.pk,
        observation=observation_of(link, observed),
        engine=ENGINE,
        engine_version=link.model.label,
        signal_type=SIGNAL_TYPE,
        bank=BANK,
        entry_id=entry,
        opinion="positive",
        tier="near" if judged_same or link.link_class == LinkClass.LIKELY else "look",
        score=link.probability,
        raised=True,
        because=_because(link, judged_same=judged_same),
        found_at=now,
        part="profile",
        stage="link",
        evidence=tuple(
            Evidence(feature=row["feature"], weight=_share(row["bits"]), detail=row["sentence"])
            for row in link.evidence
            if abs(row["bits"]) >= _LEAST_BITS
        )[:_MOST_EVIDENCE],
        policy=link.closed.ground,
        entry_value=str(link.closed),
    )


def observation_of(link: Link, observed: Observed) -> ObservationRecord:
    """Return the new account's profile as it was observed."""
    is_account = link.kind != "channel"
    parts = {"display_name": link.name, "bio": link.profile.get("bio")}
    return ObservationRecord(
        key=observed.key,
        kind=observed.kind,
        platform=link.platform,
        account_id=link.account_id if is_account else None,
        channel_id=None if is_account else link.account_id,
        handle=link.handle,
        display_name=link.name,
        parts={name: text for name, text in parts.items() if text},
        url=link.profile.get("url"),
    )


def _share(bits: float) -> float:
    return max(-1.0, min(1.0, bits / _WHOLE_BITS))


def _because(link: Link, *, judged_same: bool) -> str:
    if judged_same:
        return "Raised: a reviewer judged that the actor of a closed account is back here; look at what it does."
    if link.link_class == LinkClass.LIKELY:
        return "Raised: the actor of a closed account is likely back here; look at what it does."
    return "Raised: the actor of a closed account is possibly back here; look at what it does."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_DIGITS]
