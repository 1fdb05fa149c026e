"""Put a successor before reviewers: a case about the new account, whose own conduct is looked at.

The link becomes a finding like any other engine's, so queue, claim, four eyes and withdrawal work as they do there. It
raises nothing by itself: a person asks for it, and no measure follows.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.desk.cases.subjects import Subject
from seawall.desk.linking.corpus_accounts import newest_observation
from seawall.desk.linking.errors import LinkCaseError
from seawall.desk.linking.findings import finding_of
from seawall.desk.linking.judged_pairs import engine_judgements, judgements_in_force
from seawall.desk.linking.locking import lock_linking
from seawall.desk.linking.models import Link, LinkClass
from seawall.desk.linking.services.guards import lock_standing, require_unbarred_link, require_worker
from seawall.desk.people.models import StaffMember
from seawall.identity.judgements import Verdict, pair_of, standing

__all__ = ["open_successor_case"]


def open_successor_case(link: Link, *, acting: StaffMember) -> Case:
    """Return the case about a link's new account: the one that is open, with the link added, or a new one.

    Raises:
        LinkingRoleError: not a role that works on links.
        CaseBarredError: `acting` declared a conflict of interest about one of the accounts.
        LinkStateError: the link no longer stands.
        LinkCaseError: the pair was judged different, an imitator was not judged the same, or the corpus holds nothing
            of the account any more.
    """
    require_worker(acting)
    require_unbarred_link(link, acting)
    observed = newest_observation(link.key)  # reads the corpus, so before the database is held
    if observed is None:
        raise LinkCaseError(_("The corpus holds nothing of this account any more."), why="gone")
    with transaction.atomic():
        lock_linking()
        current = lock_standing(link)
        verdict = _verdict(current)
        _refuse_unfit(current, verdict)
        finding = finding_of(current, observed, judged_same=verdict is Verdict.SAME, now=utc_now())
        receive_findings([finding], acting=acting)
        subject = _subject(current)
        open_cases(acting=acting, minimum_score=0.0, only=subject)
        case = _case_of(subject)
        payload = {"case": case.reference, "closed": current.closed.ledger_subject}
        record("successor_case_opened", acting=acting, subject=current.ledger_subject, payload=payload)
    return case


def _verdict(link: Link) -> Verdict | None:
    pair = pair_of(link.key, link.closed.key)
    held = standing(engine_judgements(judgements_in_force().filter(left=pair[0], right=pair[1])))
    return held[pair].verdict if pair in held else None


def _refuse_unfit(link: Link, verdict: Verdict | None) -> None:
    if verdict is Verdict.DIFFERENT:
        raise LinkCaseError(_("These accounts were judged to be of different actors."), why="different")
    if link.link_class == LinkClass.IMITATOR and verdict is not Verdict.SAME:
        raise LinkCaseError(_("A fan, an impostor or a parody explains this link better."), why="imitator")


def _subject(link: Link) -> Subject:
    if link.kind == "channel":
        return Subject(platform=link.platform, channel_id=link.account_id)
    return Subject(platform=link.platform, account_id=link.account_id)


def _case_of(subject: Subject) -> Case:
    """Return the newest case about a subject: the finding stands in one by now."""
    cases = Case.objects.filter(platform=subject.platform, account_id=subject.account_id, channel_id=subject.channel_id)
    return cases.latest("pk")
