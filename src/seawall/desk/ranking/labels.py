"""Which labels has the desk given? From decisions that stand, and from the answers to what reviewers were asked.

A decision labels the texts of those posts of its case that were raised: 1 where they are in breach and the stance is
one that may raise, 0 where they are not in breach; the stance of a benign one is its suite. Undone decisions, unclear
ones and those without enough information label nothing. Left out: texts whose copy was erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from seawall.classify import RAISING_STANCES, LabelledTexts
from seawall.classify import Stance as RankedStance
from seawall.desk.cases.models import CaseState, Decision, Finding
from seawall.desk.cases.models.vocabulary import Outcome, Stance
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.ranking.models import LabelRequest

__all__ = ["LabelCounts", "count_labels", "desk_labels"]

_TEXTS_A_CASE: Final = 20
_ROWS: Final = 2_000
_RAISING: Final = frozenset(stance.value for stance in RAISING_STANCES)


class _Label(NamedTuple):
    text: str
    label: int
    author: str
    suite: str
    language: str
    stance: str


class LabelCounts(NamedTuple):
    """How many labels there are, and how many of them are benign."""

    labels: int
    benign: int


def desk_labels() -> LabelledTexts:
    """Return every label of the desk, each text of an author once."""
    rows = _once_each()
    ordered = [rows[key] for key in sorted(rows)]
    return LabelledTexts.of(
        [row.text for row in ordered],
        [row.label for row in ordered],
        authors=[row.author for row in ordered],
        suites=[row.suite for row in ordered],
        languages=[row.language for row in ordered],
        stances=[row.stance for row in ordered],
    )


def count_labels() -> LabelCounts:
    """Count what `desk_labels` returns, without making a table of it."""
    rows = _once_each().values()
    return LabelCounts(labels=len(rows), benign=sum(row.label == 0 for row in rows))


def _once_each() -> dict[tuple[str, str], _Label]:
    return {(row.author, row.text): row for row in (*_from_decisions(), *_from_answers())}


def _from_decisions() -> Iterator[_Label]:
    said = _last_words()
    counts: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    for row in _raised_texts():
        case, text = row["case"], str(row["observation__parts"].get("text") or "")
        if case not in said or not text.strip() or (case, text) in seen or counts[case] >= _TEXTS_A_CASE:
            continue
        seen.add((case, text))
        counts[case] += 1
        label, stance = said[case]
        owner = row["observation__account_id"] or row["observation__channel_id"] or row["observation__key"]
        author, language = f"{row['observation__platform']}:{owner}", row["observation__language"] or ""
        yield _Label(text, label, author, "" if label else f"desk_{stance}", language, _ranked(stance))


def _last_words() -> dict[int, tuple[int, str]]:
    """Return label and stance of each decided case whose last standing decision labels something."""
    standing = Decision.objects.filter(case__state=CaseState.DECIDED, undone_at__isnull=True)
    last = {decision.case_id: decision for decision in standing.select_related("case").order_by("case_id", "pk")}
    labelled = {case: (_label_of(decision), decision.stance) for case, decision in last.items()}
    return {case: (label, stance) for case, (label, stance) in labelled.items() if label is not None}


def _raised_texts() -> Iterator[dict[str, Any]]:
    """Yield the raised posts of all decided cases, those of a case in the order in which they came in."""
    findings = Finding.objects.filter(
        case__state=CaseState.DECIDED,
        raised=True,
        withdrawn_at__isnull=True,
        observation__erased_at__isnull=True,
        observation__kind="posts",
    )
    parts = ("key", "platform", "account_id", "channel_id", "language", "parts")
    rows = findings.order_by("case", "pk").values("case", *(f"observation__{part}" for part in parts))
    yield from rows.iterator(chunk_size=_ROWS)


def _label_of(decision: Decision) -> int | None:
    if decision.case.outcome == Outcome.IN_BREACH and decision.stance in _RAISING:
        return 1
    benign = decision.case.outcome == Outcome.NOT_IN_BREACH and decision.stance != Stance.UNCLEAR
    return 0 if benign else None


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
