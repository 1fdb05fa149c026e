"""How is a ranker trained? From labelled texts and the benign packs, with its operating point, calibration and gate.

Texts are split into five parts by author (frames of the packs count as authors); each part is weighed by a model that
saw none of its authors. On these margins stand the gate (at the chosen recall), the operating point (that of the
recall, lowered for new wording as far as the benign suites stay quiet) and the calibration (the desk's own labels
only). The model that is kept is then fitted on everything. Nothing is random but the seeds written down, so the same
table gives the same weights. There is no way to train without the packs.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.classify.benign_packs import benign_packs, packs_digest
from seawall.classify.calibration import Calibration, fit_calibration
from seawall.classify.errors import UnsuitableLabelsError
from seawall.classify.labelled_texts import LabelledTexts
from seawall.classify.labels import Mode, mode_of
from seawall.classify.linear_views import LinearViews, Weighed, fit_views
from seawall.classify.ranker import Ranker
from seawall.classify.suite_gate import DEFAULT_CAP, SuiteRate, check_gate, suite_rates
from seawall.classify.text_features import FEATURE_VERSION, FeatureRows, feature_rows, take_rows

__all__ = ["MODEL_VERSION", "TrainingOptions", "author_key", "train_ranker"]

MODEL_VERSION: Final = "1"
FOLDS: Final = 5
_FEWEST_OF_A_CLASS: Final = 10
_QUIET_SHARE: Final = 0.0005
_MOST_FOR_SUITES: Final = 30_000  # rows that a training without one suite takes at most
_LIBRARIES: Final = ("numpy", "scipy", "scikit-learn", "numba", "pyarrow")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """`recall` at which the gate is asked; `cap` on each benign suite's upper bound; `strength` is 1/λ.

    Tomorrow's posts are not worded like yesterday's: an operating point found on known wording raises hardly any of
    them. So it is lowered as far as the same recall asks for in texts a quarter of whose words (`new_words_percent`)
    are unknown, and as far as no benign suite has more than one text in two thousand raised.
    """

    recall: float = 0.5
    cap: float = DEFAULT_CAP
    strength: float = 3.0
    new_words_percent: int = 25
    seed: int = 1
    leave_suites_out: bool = False

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1."""
        if not 0 < self.recall <= 1 or not 0 < self.cap < 1 or self.strength <= 0:
            raise UnsuitableLabelsError("recall and cap lie between 0 and 1, strength above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Corpus:
    """Table and packs together; `own` marks the table's rows."""

    rows: LabelledTexts
    features: FeatureRows
    own: NDArray[np.bool_]


def train_ranker(
    table: LabelledTexts, options: TrainingOptions | None = None, *, progress: Progress | None = None
) -> Ranker:
    """Train a ranker.

    Raises:
        UnsuitableLabelsError: fewer than ten rows of a class, though there are enough rows in all.
        ModelRefusedError: a benign suite is raised more than the cap allows; has the numbers.
    """
    options, tell = options or TrainingOptions(), progress or _silent
    counts = {"label_count": len(table), "benign_count": int((table.labels == 0).sum())}
    mode = mode_of(**counts)
    facts = _facts(table, options) | counts | {"raised_label_count": int((table.labels == 1).sum())}
    if mode is Mode.SILENT:
        return _silent_ranker(facts)
    if min(counts["benign_count"], facts["raised_label_count"]) < _FEWEST_OF_A_CLASS:
        raise UnsuitableLabelsError(
            f"{facts['raised_label_count']} rows labelled 1 and {counts['benign_count']} labelled 0: "
            f"training needs at least {_FEWEST_OF_A_CLASS} of each"
        )
    tell("counting n-grams")
    corpus = _with_packs(table)
    weighed, in_new_words = _weigh_across_authors(corpus, options, tell)
    positive = corpus.rows.labels == 1
    effective = np.where(weighed.supported, weighed.margins, -np.inf)
    highest = margin_at_recall(effective[positive], options.recall)
    if not np.isfinite(highest):
        raise UnsuitableLabelsError(
            "Too few of the texts labelled 1 have anything in common with each other to reach the chosen recall."
        )
    check_gate(_rates(effective >= highest, corpus), cap=options.cap, recall=options.recall)
    lowest = margin_at_recall(in_new_words[positive], options.recall)
    operating = min(highest, max(lowest, quiet_margin(effective, corpus.rows)))
    raised = effective >= operating
    rates = _rates(raised, corpus)
    calibration = fit_calibration(weighed.margins[corpus.own], table.labels)
    left_out = _leave_suites_out(corpus, options, operating, tell) if options.leave_suites_out else ()
    tell("fitting the model that is kept")
    views = _fit(corpus, np.arange(len(corpus.rows)), options)
    facts |= {
        "author_disjoint": [rate.as_dict() for rate in rates],
        "leave_one_suite_out": [rate.as_dict() for rate in left_out],
        "recall_in_new_words": float((in_new_words[positive] >= operating).mean()),
        "recall_in_known_words": float(raised[positive].mean()),
        "benign_suites": table.benign_suites,
    }
    return Ranker(views=views, calibration=calibration, operating_margin=operating, mode=mode, facts=facts)


def margin_at_recall(margins: NDArray[np.float64], recall: float) -> float:
    """Return the highest margin at which this share of the raised texts is reached, ∞ where none reaches it."""
    wanted = max(1, int(np.ceil(recall * len(margins) - 1e-9)))
    margin = float(np.sort(margins)[::-1][wanted - 1])
    return margin if np.isfinite(margin) else float("inf")


def quiet_margin(margins: NDArray[np.float64], rows: LabelledTexts) -> float:
    """Return the lowest margin at which no benign suite has more than one text in two thousand raised."""
    quiet = -np.inf
    benign = rows.labels == 0
    for suite in set(rows.suites[benign].tolist()):
        found = np.sort(margins[benign & (rows.suites == suite)])[::-1]
        allowed = int(_QUIET_SHARE * len(found))
        if allowed < len(found):
            quiet = max(quiet, float(np.nextafter(found[allowed], np.inf)))
    return quiet


def _rates(raised: NDArray[np.bool_], corpus: _Corpus) -> tuple[SuiteRate, ...]:
    return suite_rates(raised, corpus.rows.labels, corpus.rows.suites)


def author_key(author: str, digest: str) -> str:
    """Return what a model keeps of an author: enough to know them again when it is measured, no name."""
    return hashlib.sha256(f"{digest}:{author}".encode()).hexdigest()[:16]


def _with_packs(table: LabelledTexts) -> _Corpus:
    packs = benign_packs()
    rows = LabelledTexts(
        texts=pa.concat_arrays([table.texts, packs.texts]),
        labels=np.concatenate([table.labels, packs.labels]),
        authors=np.concatenate([table.authors, packs.authors]),
        suites=np.concatenate([table.suites, packs.suites]),
        languages=np.concatenate([table.languages, packs.languages]),
    )
    own = np.arange(len(rows)) < len(table)
    return _Corpus(rows=rows, features=feature_rows(rows.texts), own=own)


def _fit(corpus: _Corpus, places: NDArray[np.int64], options: TrainingOptions) -> LinearViews:
    return fit_views(
        take_rows(corpus.features, places), labels=corpus.rows.labels[places], authors=corpus.rows.authors[places],
        suites=corpus.rows.suites[places], strength=options.strength, seed=options.seed,
    )  # fmt: skip


def _weigh_across_authors(
    corpus: _Corpus, options: TrainingOptions, tell: Progress
) -> tuple[Weighed, NDArray[np.float64]]:
    """Weigh each text by a model that saw none of its author's texts: as written, and with a share of words renamed.

    The second column holds margins only, −∞ where too little supports them.
    """
    renamed = feature_rows(corpus.rows.texts, renamed_percent=options.new_words_percent, salt=options.seed)
    in_new_words = np.zeros(len(corpus.rows))
    folds = _folds(corpus.rows, options.seed)
    margins, supports = np.zeros(len(folds)), np.zeros(len(folds), np.int64)
    unknown = np.zeros(len(folds))
    for fold in range(FOLDS):
        tell(f"authors apart, part {fold + 1} of {FOLDS}")
        inside = np.flatnonzero(folds == fold)
        if not len(inside):
            continue
        views = _fit(corpus, np.flatnonzero(folds != fold), options)
        weighed = views.weigh(take_rows(corpus.features, inside))
        margins[inside], supports[inside] = weighed.margins, weighed.supports
        unknown[inside] = weighed.unknown_shares
        strange = views.weigh(take_rows(renamed, inside))
        in_new_words[inside] = np.where(strange.supported, strange.margins, -np.inf)
    return Weighed(margins=margins, supports=supports, unknown_shares=unknown), in_new_words


def _folds(rows: LabelledTexts, seed: int) -> NDArray[np.int64]:
    """Deal authors into parts, class by class from the one with most texts on, so that parts are of like size."""
    folds: dict[str, int] = {}
    for label in (1, 0):
        names, counts = np.unique(rows.authors[rows.labels == label].astype(str), return_counts=True)
        order = sorted(range(len(names)), key=lambda place: (-counts[place], author_key(str(names[place]), str(seed))))
        sizes = [0] * FOLDS
        for place in order:
            name = str(names[place])
            fold = folds.setdefault(name, int(np.argmin(sizes)))
            sizes[fold] += int(counts[place])
    return np.array([folds[str(author)] for author in rows.authors], np.int64)


def _leave_suites_out(
    corpus: _Corpus, options: TrainingOptions, operating: float, tell: Progress
) -> tuple[SuiteRate, ...]:
    """Weigh each benign suite by a model that never saw it."""
    rng = np.random.default_rng(options.seed)
    found = []
    for suite in corpus.rows.benign_suites:
        tell(f"without {suite}")
        mine = (corpus.rows.suites == suite) & (corpus.rows.labels == 0)
        others = np.flatnonzero(~mine)
        if len(others) > _MOST_FOR_SUITES:
            others = np.sort(rng.choice(others, _MOST_FOR_SUITES, replace=False))
        weighed = _fit(corpus, others, options).weigh(take_rows(corpus.features, np.flatnonzero(mine)))
        found.append(SuiteRate.of(suite, (weighed.margins >= operating) & weighed.supported))
    return tuple(found)


def _silent_ranker(facts: dict[str, Any]) -> Ranker:
    none32, none = np.zeros(0, np.float32), np.zeros(0)
    views = LinearViews(buckets=np.zeros(0, np.int32), idf=none32, weights=none32, unseen_idf=1.0, intercept=0.0)
    calibration = Calibration(slope=1.0, offset=0.0, margins=none, scores=none)
    return Ranker(views=views, calibration=calibration, operating_margin=0.0, mode=Mode.SILENT, facts=facts)


def _facts(table: LabelledTexts, options: TrainingOptions) -> dict[str, Any]:
    digest = table.digest()
    return {
        "model_version": MODEL_VERSION,
        "feature_version": FEATURE_VERSION,
        "data_digest": digest,
        "packs_digest": packs_digest(),
        "options": asdict(options),
        "libraries": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
        "authors": sorted({author_key(str(author), digest) for author in table.authors}),
    }


def _silent(_told: str) -> None:
    """Say nothing."""
