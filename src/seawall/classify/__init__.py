"""Rankers trained on the desk's own decisions: they may order a queue, never hide a post, never decide.

Train with `train_ranker`, keep with `save_ranker`, read with `load_ranker`; a `Ranker` scores and explains. The benign
packs are part of every training, identity words of no feature. docs/ranker.md tells the rules in full.
"""

from seawall.classify.active_learning import Chosen, Reason, choose_to_label
from seawall.classify.benign_packs import PACKS, benign_packs
from seawall.classify.calibration import Calibration
from seawall.classify.drift import DriftReport, DriftSample, drift_report, weekly_drift
from seawall.classify.errors import (
    ClassifyError,
    ModelFileError,
    ModelRefusedError,
    ModelSignatureError,
    RankerTableError,
    UnsuitableLabelsError,
)
from seawall.classify.evaluation import Evaluation, evaluate
from seawall.classify.explanation import Contribution, Explanation
from seawall.classify.labelled_texts import LabelledTexts
from seawall.classify.labels import BENIGN_NEEDED, ORDERING_FROM, RAISING_STANCES, SHADOW_FROM, Mode, Stance, mode_of
from seawall.classify.model_file import load_ranker, ranker_octets, read_ranker, save_ranker
from seawall.classify.model_signing import make_key, read_key
from seawall.classify.ranker import Ranked, Ranker
from seawall.classify.suite_gate import SuiteRate
from seawall.classify.table_rows import SetAside, TableRows, read_labelled, read_texts
from seawall.classify.training import TrainingOptions, train_ranker
from seawall.classify.wilson import wilson_bounds

__all__ = [
    "BENIGN_NEEDED",
    "ORDERING_FROM",
    "PACKS",
    "RAISING_STANCES",
    "SHADOW_FROM",
    "Calibration",
    "Chosen",
    "ClassifyError",
    "Contribution",
    "DriftReport",
    "DriftSample",
    "Evaluation",
    "Explanation",
    "LabelledTexts",
    "Mode",
    "ModelFileError",
    "ModelRefusedError",
    "ModelSignatureError",
    "Ranked",
    "Ranker",
    "RankerTableError",
    "Reason",
    "SetAside",
    "Stance",
    "SuiteRate",
    "TableRows",
    "TrainingOptions",
    "UnsuitableLabelsError",
    "benign_packs",
    "choose_to_label",
    "drift_report",
    "evaluate",
    "load_ranker",
    "make_key",
    "mode_of",
    "ranker_octets",
    "read_key",
    "read_labelled",
    "read_ranker",
    "read_texts",
    "save_ranker",
    "train_ranker",
    "weekly_drift",
    "wilson_bounds",
]
