"""What does a foreign entry match here? A sample of its findings, for the reviewer who decides whether it is trusted.

Its matches are found and stored by every scan, held back. Left out of the sample: subjects that the reader declared a
conflict of interest about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seawall.desk.banks.models import BankContent
from seawall.desk.banks.services.locking import Subject
from seawall.desk.cases.models import Finding
from seawall.desk.cases.selectors.conflicts import barred_subjects
from seawall.desk.cases.selectors.evidence import ObservedCard, observed_card
from seawall.desk.people.models import StaffMember

__all__ = ["SAMPLE", "Met", "what_it_met"]

SAMPLE: Final = 8
_READ: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Observations and accounts that were met, and cards of some of them, newest first."""

    observations: int
    accounts: int
    cards: tuple[ObservedCard, ...]


def what_it_met(subject: Subject, *, reader: StaffMember) -> Met:
    """Return what an entry or a piece of content matched in the last scans."""
    ids = [subject.entry_id] if not isinstance(subject, BankContent) else subject.entries.values("entry_id")
    findings = Finding.objects.filter(bank=subject.bank.name, entry_id__in=ids, withdrawn_at__isnull=True)
    counted = findings.values_list("observation_id", "observation__platform", "observation__account_id").distinct()
    accounts = {(platform, account) for _, platform, account in counted if account is not None}
    barred = barred_subjects(reader)
    cards: dict[int, ObservedCard] = {}
    for finding in findings.select_related("observation").order_by("-observation__posted_at", "-pk")[:_READ]:
        copy = finding.observation
        is_barred = barred.holds(
            copy.platform, account_id=copy.account_id, channel_id=copy.channel_id, post_key=copy.key
        )
        if not is_barred and copy.pk not in cards:
            cards[copy.pk] = observed_card(copy, [finding], len(cards) + 1)
        if len(cards) == SAMPLE:
            break
    return Met(observations=len({row[0] for row in counted}), accounts=len(accounts), cards=tuple(cards.values()))
