"""Which labels has the desk given? From decisions that stand, and from the answers to what reviewers were asked.

A decision labels the texts of those posts of its case that were raised: 1 where they are in breach and the stance is
one that may raise, 0 where they are not in breach; the stance of a benign one is its suite. Undone decisions, unclear
ones and those without enough information label nothing. Left out: texts whose copy was erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from seawall.classify import RAISING_STANCES, LabelledTexts
from seawall.classify import Stance as RankedStance
from seawall.desk.cases.models import Case, CaseState, Decision, Finding
from seawall.desk.cases.models.vocabulary import Outcome, Stance
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.ranking.models import LabelRequest

__all__ = ["desk_labels"]

_TEXTS_A_CASE: Final = 20
_RAISING: Final = frozenset(stance.value for stance in RAISING_STANCES)


class _Label(NamedTuple):
    text: str
    label: int
    author: str
    suite: str
    language: str
    stance: str


def desk_labels() -> LabelledTexts:
    """Return every label of the desk, each text of an author once."""
    rows: dict[tuple[str, str], _Label] = {}
    for row in (*_from_decisions(), *_from_answers()):
        rows[row.author, row.text] = row
    ordered = [rows[key] for key in sorted(rows)]
    return LabelledTexts.of(
        [row.text for row in ordered],
        [row.label for row in ordered],
        authors=[row.author for row in ordered],
        suites=[row.suite for row in ordered],
        languages=[row.language for row in ordered],
        stances=[row.stance for row in ordered],
    )


def _from_decisions() -> Iterator[_Label]:
    seen: set[int] = set()
    standing = Decision.objects.filter(case__state=CaseState.DECIDED, undone_at__isnull=True)
    for decision in standing.select_related("case").order_by("case_id", "-pk"):
        label = _label_of(decision)
        if decision.case_id not in seen and label is not None:  # the last word on a case
            yield from _texts_of(decision.case, label, decision.stance)
        seen.add(decision.case_id)


def _label_of(decision: Decision) -> int | None:
    if decision.case.outcome == Outcome.IN_BREACH and decision.stance in _RAISING:
        return 1
    benign = decision.case.outcome == Outcome.NOT_IN_BREACH and decision.stance != Stance.UNCLEAR
    return 0 if benign else None


def _texts_of(case: Case, label: int, stance: str) -> Iterator[_Label]:
    findings = Finding.objects.filter(
        case=case,
        raised=True,
        withdrawn_at__isnull=True,
        observation__erased_at__isnull=True,
        observation__kind="posts",
    )
    texts: set[str] = set()
    for finding in findings.select_related("observation").order_by("pk"):
        copy = finding.observation
        text = str(copy.parts.get("text") or "")
        if text.strip() and text not in texts and len(texts) < _TEXTS_A_CASE:
            texts.add(text)
            author = f"{copy.platform}:{copy.account_id or copy.channel_id or copy.key}"
            yield _Label(text, label, author, "" if label else f"desk_{stance}", copy.language or "", _ranked(stance))


def _from_answers() -> Iterator[_Label]:
    answers = {
        request.post_key: request.stance for request in LabelRequest.objects.exclude(stance__in=("", Stance.UNCLEAR))
    }
    if not answers:
        return
    keys = [bytes.fromhex(key) for key in sorted(answers)]
    for row in read_corpus(lambda view: view.rows("posts_by_key", {"keys": keys})):
        if row["text"]:
            stance = answers[row["key"].hex()]
            label = int(stance in _RAISING)
            author = f"{row['platform']}:{row['account_id'] or row['channel_id'] or row['key'].hex()}"
            yield _Label(row["text"], label, author, "" if label else f"desk_{stance}", "", _ranked(stance))


def _ranked(stance: str) -> str:
    return stance if stance in set(RankedStance) else RankedStance.AMBIGUOUS
