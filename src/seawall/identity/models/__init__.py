"""What does the evidence weigh? Versioned models: outcomes of comparisons in, a calibrated probability out."""

from __future__ import annotations

from seawall.identity.models.hypotheses import Hypothesis, Prior
from seawall.identity.models.model import IdentityModel, Part, Weighed, count_rivals, depth_of_pair
from seawall.identity.models.model_file import find_model, load_model, read_model, save_model
from seawall.identity.models.utmost import LateOne, Utmost

__all__ = [
    "Hypothesis",
    "IdentityModel",
    "LateOne",
    "Part",
    "Prior",
    "Utmost",
    "Weighed",
    "count_rivals",
    "depth_of_pair",
    "find_model",
    "load_model",
    "read_model",
    "save_model",
]
