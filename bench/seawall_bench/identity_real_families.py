"""What do all families that posts alone show say of the real accounts, beside style and hours?

Accounts get no profile: no handle, name, bio, picture, date of opening. What is left is what they wrote and when: style
(in the space that was fitted to the bank), hours, whom they mention and answer, addresses, hashtags, phrases that come
again, languages. Candidates and comparisons are the engine's. Three ways to weigh them: the shipped model, trained on
made-up worlds alone; the same model retrained as a desk's judgements retrain it, on pairs of development accounts; and
a logistic regression on the same pairs, which tells what the comparisons hold when weights fit this population.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from seawall.identity.announcers import announce
from seawall.identity.blocking import find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import COMPARISONS
from seawall.identity.linking import compare_pair
from seawall.identity.models import Hypothesis, depth_of_pair, load_model
from seawall.identity.models.bulk_weighing import log_odds, weigh_pairs
from seawall.identity.models.estimation import TrainingPairs, estimate
from seawall.identity.models.pair_table import PairTable, pair_table
from seawall.identity.portrait_making import make_portraits

CANDIDATES = 60
_NOT_COMPARED = -1_000.0
_RARE = ("contacts", "hashtags", "reposts", "shared_urls")
_MOST_RARITY_BITS = 14.0
_LEAST_SPREAD = 1e-6
_PENALTY = 0.3


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Pairs of one depth: number of the query, of the bank's account, what was found; and plain cosines of all."""

    table: PairTable
    queries: np.ndarray
    closed: np.ndarray
    truth: np.ndarray
    styles: np.ndarray
    weeks: np.ndarray

    @property
    def same(self) -> np.ndarray:
        """Return which pairs are one account's."""
        return self.truth[self.queries] == self.closed

    def matrix(self, scores: np.ndarray) -> np.ndarray:
        """Return scores of query × bank; who was no candidate stands below, by style."""
        told = _NOT_COMPARED + self.styles.astype(np.float64)
        told[self.queries, self.closed] = scores
        return told


def portraits_of(task, parts, space, prefix):
    """Return portraits without profiles, one a part; a part is rows of the task's posts."""
    rows, owners = task.rows(parts)
    accounts = pa.table({"account": [f"{prefix}{number}" for number in range(len(parts))]})
    posts = pa.table(
        {
            "account": accounts["account"].take(pa.array(owners)),
            "time": pa.array(task.times[rows], pa.timestamp("s", "UTC")),
            "text": task.texts.take(pa.array(rows)).cast(pa.string()),
        }
    )
    return make_portraits(accounts, posts, space=space)


def compare_all(task, space, styles, weeks) -> dict[int, Compared]:
    """Compare each query with its candidates, depth by depth."""
    bank = ClosedBank(announce(portraits_of(task, task.bank, space, "closed:")))
    found = {}
    for depth, asked in task.queries.items():
        portraits = portraits_of(task, [rows for _, rows in asked], space, "new:")
        who: list[tuple[int, int]] = []
        table = pair_table(tuple(sorted(COMPARISONS)), _pairs(portraits, bank, who))
        queries, closed = np.array(who, np.int64).T
        truth = np.array([account for account, _ in asked])
        found[depth] = Compared(table=table, queries=queries, closed=closed, truth=truth,
                                styles=styles[depth], weeks=weeks[depth])  # fmt: skip
    return found


def _pairs(portraits, bank, who):
    for row, new in enumerate(portraits):
        for ordinal in find_candidates(new, bank, CANDIDATES).ordinals.tolist():
            closed = bank.portrait(ordinal)
            who.append((row, int(closed.account.removeprefix("closed:"))))
            yield compare_pair(new, closed, bank), depth_of_pair(new, closed)


def weighed(model, compared: dict[int, Compared]) -> dict[int, np.ndarray]:
    """Return depth → log-odds under a model."""
    prior = model.prior(next(iter(compared.values())).styles.shape[1])
    bits = prior.bits(Hypothesis.SAME), prior.bits(Hypothesis.IMITATOR)
    return {depth: one.matrix(log_odds(weigh_pairs(model, one.table), *bits)) for depth, one in compared.items()}


def retrained(compared: dict[int, Compared]):
    """Return the shipped model with weights estimated anew from judged pairs; nobody here imitates anybody."""
    model = load_model()
    table = PairTable.joined([one.table for one in compared.values()])
    marks = np.concatenate([np.where(one.same, Hypothesis.SAME, Hypothesis.OTHER) for one in compared.values()])
    strangers = table.rows(marks == Hypothesis.OTHER)
    prior = model.prior(next(iter(compared.values())).styles.shape[1])
    pairs = TrainingPairs(
        candidates=table, marks=marks.astype(np.int64), randoms=strangers,
        prior_bits=(prior.bits(Hypothesis.SAME), prior.bits(Hypothesis.IMITATOR)),
    )  # fmt: skip
    return estimate(pairs, model, name="real", version=model.version + 1)


def regressions(compared: dict[int, Compared]):
    """Return depth → logistic regression on the judged pairs, with the scale of its columns."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    made = {}
    for depth, one in compared.items():
        made[depth] = make_pipeline(StandardScaler(), LogisticRegression(C=_PENALTY, max_iter=1_000))
        made[depth].fit(_columns(one), one.same)
    return made


def regressed(fitted, compared: dict[int, Compared]) -> dict[int, np.ndarray]:
    """Return depth → log-odds by the regressions."""
    return {depth: one.matrix(fitted[depth].decision_function(_columns(one))) for depth, one in compared.items()}


def _columns(one: Compared) -> np.ndarray:
    """Return plain numbers of each pair: nearness of style, also as seen from either side, hours, rarities."""
    at, styles = (one.queries, one.closed), one.styles
    columns = [styles[at], one.weeks[at]]
    for axis in (0, 1):  # who has no own words has no style, and no spread of nearness
        spread = np.maximum(styles.std(axis, keepdims=True), _LEAST_SPREAD)
        columns.append(((styles - styles.mean(axis, keepdims=True)) / spread)[at])
    for name in _RARE:
        rarity = np.minimum(np.nan_to_num(one.table.rarities[:, one.table.comparisons.index(name)]), _MOST_RARITY_BITS)
        columns += [rarity, rarity**2]
    languages = one.table.levels[:, one.table.comparisons.index("languages")]
    columns += [languages == level for level in range(4)]
    columns.append(one.table.levels[:, one.table.comparisons.index("same_minute")] >= 0)
    return np.stack([column.astype(np.float64) for column in columns], axis=1)
