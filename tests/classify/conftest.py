"""One made-up world and one trained ranker for all tests of this folder; a small ranker for the quick ones."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from seawall.classify import LabelledTexts, Mode, Ranker, train_ranker
from seawall.classify.calibration import fit_calibration
from seawall.classify.linear_views import fit_views
from seawall.classify.text_features import feature_rows
from seawall.testing.world import WorldOptions, write_world


def world_posts(folder, *, seed, posts=24_000):
    """Write a world and return its posts that have text, with truth and actor."""
    write_world(folder, WorldOptions(seed=seed, post_count=posts, account_count=1_500, picture_count=40))
    table = ds.dataset(folder / "posts").to_table(columns=["account_id", "text", "language"])
    truth = pq.read_table(folder / "truth" / "posts.parquet", columns=["class", "wanted"])
    accounts = pq.read_table(folder / "truth" / "accounts.parquet", columns=["account_id", "actor"])
    actors = dict(zip(accounts["account_id"].to_pylist(), accounts["actor"].to_pylist(), strict=True))
    for name in truth.column_names:
        table = table.append_column(name, truth[name])
    table = table.append_column("actor", pa.array([f"actor {actors[one]}" for one in table["account_id"].to_pylist()]))
    return table.filter(pc.is_valid(table["text"]))


def labelled(posts, *, positives=400, each_suite=150):
    """Take some rows of every class as labelled texts."""
    taken = {}
    rows = []
    for row, (kind, wanted) in enumerate(zip(posts["class"].to_pylist(), posts["wanted"].to_pylist(), strict=True)):
        name = "" if wanted else kind
        taken[name] = taken.get(name, 0) + 1
        if taken[name] <= (positives if wanted else each_suite):
            rows.append(row)
    chosen = posts.take(pa.array(rows))
    wanted = chosen["wanted"].to_pylist()
    return LabelledTexts.of(
        chosen["text"].to_pylist(),
        [int(one) for one in wanted],
        authors=chosen["actor"].to_pylist(),
        suites=["" if one else kind for one, kind in zip(wanted, chosen["class"].to_pylist(), strict=True)],
        languages=chosen["language"].to_pylist(),
    )


@pytest.fixture(scope="session")
def posts(tmp_path_factory):
    return world_posts(tmp_path_factory.mktemp("world") / "w", seed=3)


@pytest.fixture(scope="session")
def table(posts):
    return labelled(posts)


@pytest.fixture(scope="session")
def ranker(table):
    return train_ranker(table)


RAISED = (
    "carry the word of the keepers",
    "tell your brothers about the return",
    "the watch on the rocks goes on tonight",
)
BENIGN = (
    "police confirm the arrest of two organisers",
    "the council meets about the budget",
    "lemon cake for the guests",
)


@pytest.fixture(scope="session")
def small_table():
    """Sixty texts of six hands each way, in three wordings and many endings."""
    endings = [
        f"{one} {two}" for one in ("now", "again", "at dusk", "today") for two in ("friends", "please", "all", "ok")
    ]
    rows = [(text, label) for label, texts in ((1, RAISED), (0, BENIGN)) for text in texts]
    made = [(f"{text} {ending}", label, f"{label}-{n % 6}") for text, label in rows for n, ending in enumerate(endings)]
    texts, labels, authors = zip(*made, strict=True)
    return LabelledTexts.of(texts, labels, authors=authors, suites=["" if one else "town" for one in labels])


@pytest.fixture(scope="session")
def small_ranker(small_table):
    """A ranker without packs, put together by hand: quick, and never to be had from `train_ranker`."""
    rows = feature_rows(small_table.texts)
    views = fit_views(
        rows, labels=small_table.labels, authors=small_table.authors, suites=small_table.suites, strength=3.0, seed=1
    )
    calibration = fit_calibration(views.weigh(rows).margins, small_table.labels)
    return Ranker(
        views=views, calibration=calibration, operating_margin=0.5, mode=Mode.ORDERING, facts={"label_count": 96}
    )
