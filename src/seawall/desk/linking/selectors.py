"""Which links are there to look at, what was said of them, and which model makes them?

Names stand in links, so lists are for who works on them, without what they declared a conflict of interest about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Lower

from seawall.desk.cases.models import Case, ConflictOfInterest
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.linking.judged_pairs import engine_judgements, judgements_in_force
from seawall.desk.linking.models import Judgement, Link, LinkClass, LinkingPass, LinkModel, LinkState, Verdict
from seawall.desk.linking.services.guards import WORKERS
from seawall.desk.linking.services.training import LEAST_OF_EACH
from seawall.desk.linking.standing_links import standing_links, stands_now
from seawall.desk.linking.training_pairs import usable_judgements
from seawall.desk.people.models import StaffMember
from seawall.identity.judgements import pair_of, standing

__all__ = [
    "WAITS",
    "JudgementCounts",
    "LinkFigures",
    "active_model",
    "cases_of",
    "judgement_counts",
    "judgements_of",
    "last_pass",
    "link_figures",
    "links_for",
    "links_in_lineages",
    "links_of_closed",
    "models_kept",
    "other_links",
    "verdict_of",
]

WAITS: Final = "waits"
"""In place of a verdict: nobody has judged the pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFigures:
    """How many links stand, by class, and how many of their pairs wait for a judgement or have one."""

    likely: int
    possible: int
    imitator: int
    waiting: int
    judged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementCounts:
    """How many pairs are judged in which way, and how many a training asks for of *same* and of *different*."""

    same: int
    different: int
    unsure: int
    least: int


def links_for(
    reader: StaffMember, *, state: str = LinkState.STANDS, link_class: str = "", verdict: str = "", words: str = ""
) -> QuerySet[Link]:
    """Return links, the likeliest first, each with the verdict that holds of its pair (`verdict`; None: none yet).

    Args:
        reader: links about accounts with whom they declared a conflict of interest are left out.
        state: a value of `LinkState`; "" for all.
        link_class: a value of `LinkClass`; "" for all.
        verdict: a value of `Verdict`, or `WAITS`; "" for all.
        words: a whole handle or id of either account; for who works on links alone, since others are shown no names.
    """
    links = _with_verdict(Link.objects.exclude(_barred(reader)))
    if state == LinkState.STANDS:
        links = links.filter(stands_now())
    wanted: dict[str, Any] = {"state": state, "link_class": link_class, "verdict": verdict}
    if verdict == WAITS:
        wanted |= {"verdict": None, "verdict__isnull": True}
    links = links.filter(**{name: value for name, value in wanted.items() if value})
    if words and reader.roles & WORKERS:
        either = Q()
        for field in ("handle", "account_id", "closed__handle", "closed__account_id"):
            either |= Q(**{f"{field}__iexact": words.removeprefix("@")}) | Q(**{f"{field}__iexact": words})
        links = links.filter(either)
    return links.order_by("-probability", "-pk")


def link_figures(reader: StaffMember) -> LinkFigures:
    """Count the links that stand."""
    links = links_for(reader)
    classes = {name: Count("pk", filter=Q(link_class=name)) for name in LinkClass.values}
    counts = links.order_by().aggregate(
        **classes, waiting=Count("pk", filter=Q(verdict__isnull=True)), judged=Count("verdict")
    )
    return LinkFigures(**counts)


def judgements_of(link: Link) -> list[Judgement]:
    """Return everything that was ever said of a link's pair, newest first."""
    left, right = pair_of(link.key, link.closed.key)
    return list(Judgement.objects.filter(left=left, right=right).select_related("by").order_by("-at", "-pk"))


def verdict_of(link: Link) -> Judgement | None:
    """Return the judgement that holds of a link's pair."""
    left, right = pair_of(link.key, link.closed.key)
    rows = list(judgements_in_force().filter(left=left, right=right))
    held = standing(engine_judgements(rows)).get((left, right))
    return next((row for row in rows if held and row.at == held.at and row.by.ledger_name == held.by), None)


def other_links(link: Link, *, reader: StaffMember) -> list[Link]:
    """Return the other links of the same new account that stand and that `reader` may see, the likeliest first."""
    same = standing_links().filter(platform=link.platform, account_id=link.account_id).exclude(pk=link.pk)
    return list(_with_verdict(same.exclude(_barred(reader))))


def links_of_closed(closed: ClosedAccount, *, reader: StaffMember) -> QuerySet[Link]:
    """Return the links to a closed account that stand and that `reader` may see, the likeliest first."""
    return _with_verdict(standing_links().filter(closed=closed).exclude(_barred(reader)))


def links_in_lineages(reader: StaffMember | None = None) -> QuerySet[Link]:
    """Return the links that stand as lineages need them, without evidence and profiles; those that `reader` may see."""
    links = standing_links() if reader is None else standing_links().exclude(_barred(reader))
    bulky = ("profile", "evidence", "closed__bio", "closed__ended_reason")
    return links.select_related("closed").defer(*bulky).order_by("-probability", "-pk")


def cases_of(link: Link) -> list[Case]:
    """Return the cases about a link's new account, newest first."""
    name = "channel_id" if link.kind == "channel" else "account_id"
    return list(Case.objects.filter(platform=link.platform, **{name: link.account_id}).order_by("-pk"))


def active_model() -> LinkModel | None:
    """Return the model that links; None before the first comparison."""
    return LinkModel.objects.filter(is_active=True).select_related("parent", "made_by").first()


def models_kept() -> QuerySet[LinkModel]:
    """Return all models, newest first."""
    return LinkModel.objects.select_related("parent", "made_by").defer("content").order_by("-pk")


def judgement_counts() -> JudgementCounts:
    """Count the pairs that a training would learn from, by what holds of them."""
    held = [one.verdict.value for one in standing(usable_judgements()).values()]
    counts = {verdict: held.count(verdict) for verdict in Verdict.values}
    return JudgementCounts(**counts, least=LEAST_OF_EACH)


def last_pass() -> LinkingPass | None:
    """Return the newest comparison of the corpus with the closed accounts."""
    return LinkingPass.objects.select_related("model", "asked_by").order_by("-pk").first()


def _with_verdict(links: QuerySet[Link]) -> QuerySet[Link]:
    """Add closed account, model, and the verdict that holds: the latest in force of the pair, whoever gave it."""
    key = Concat(Lower(OuterRef("platform")), Value(":"), OuterRef("account_id"))
    closed = Concat(OuterRef("closed__platform"), Value(":"), OuterRef("closed__account_id"))
    held = (  # a pair stands in one order alone; asked for with OR, SQLite walks through all links for each link
        judgements_in_force().filter(left=left, right=right).order_by("-at", "-pk").values("verdict")[:1]
        for left, right in ((key, closed), (closed, key))
    )
    told = links.select_related("closed", "model").defer("model__content")
    return told.annotate(verdict=Coalesce(*(Subquery(one) for one in held)))


def _barred(reader: StaffMember) -> Q:
    barred = Q(pk__in=[])
    conflicts = ConflictOfInterest.objects.filter(staff=reader)
    for platform, account, channel in conflicts.values_list("case__platform", "case__account_id", "case__channel_id"):
        name = account if account is not None else channel
        if name is not None:
            barred |= Q(platform__iexact=platform, account_id=name)
            barred |= Q(closed__platform__iexact=platform, closed__account_id=name)
    return barred
