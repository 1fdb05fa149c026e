"""Record what a partner says of an entry or a piece of content.

A partner whose list it comes from is heard at once: what they withdraw is withdrawn here, what they dispute or call
lawful is disputed here until somebody decides. Another partner's opinion is shown beside it and changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.errors import BankFactsError
from seawall.desk.banks.models import BankContent, Hold, PartnerOpinion, StatedOpinion
from seawall.desk.banks.services.content import withdraw_subject
from seawall.desk.banks.services.holds import place
from seawall.desk.banks.services.locking import Subject, bump, ledger_subject, lock_subject
from seawall.desk.people.models import StaffMember

__all__ = ["record_partner_opinion"]

_AGAINST = (StatedOpinion.DISPUTED, StatedOpinion.NEGATIVE)


@transaction.atomic
def record_partner_opinion(
    subject: Subject,
    *,
    partner: str,
    opinion: str,
    source: str,
    acting: StaffMember,
    stated_at: datetime | None = None,
) -> PartnerOpinion:
    """Record an opinion.

    Args:
        subject: the entry or piece of content that is spoken of.
        partner: who says it, under the name that origins have.
        opinion: one of `StatedOpinion`.
        source: where they said it.
        acting: who records it.
        stated_at: when they said it; now where that is not known.

    Raises:
        BankFactsError: without partner or source, or an opinion that doesn't exist.
        EntryWithdrawnError, ContentWithdrawnError: it is out of use.
    """
    if not partner.strip() or not source.strip():
        raise BankFactsError("an opinion names the partner and where they said it")
    if opinion not in StatedOpinion.values:
        raise BankFactsError(f"there is no opinion {opinion!r}; there are: {', '.join(StatedOpinion.values)}")
    bank, locked = lock_subject(subject)
    now = utc_now()
    stated = PartnerOpinion.objects.create(
        bank=bank,
        **({"content": locked} if isinstance(locked, BankContent) else {"entry": locked}),
        partner=partner.strip(),
        opinion=opinion,
        source=source.strip(),
        stated_at=stated_at or now,
        recorded_at=now,
        recorded_by=acting,
    )
    payload = {"of": str(locked), "partner": stated.partner, "opinion": opinion, "source": stated.source}
    record("partner_opinion_recorded", acting=acting, subject=ledger_subject(bank), payload=payload)
    if stated.partner == locked.origin:
        _heed(stated, locked, acting=acting)
    return stated


def _heed(stated: PartnerOpinion, subject: Subject, *, acting: StaffMember) -> None:
    reason = f"{stated.partner}: {stated.source}"
    if stated.opinion == StatedOpinion.WITHDRAWN:
        withdraw_subject(subject, reason=reason, acting=acting)
    elif stated.opinion in _AGAINST:
        bank, locked = lock_subject(subject)
        if not locked.holds.filter(kind=Hold.Kind.DISPUTED, released_at__isnull=True).exists():
            place(bank, locked, kind=Hold.Kind.DISPUTED, reason=reason, acting=acting)
            bump(bank)
