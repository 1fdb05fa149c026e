"""What a check found: that all is well, a piece of advice, or a problem; with the way to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Diagnosis", "State", "advice", "fine", "problem"]


class State(StrEnum):
    """How a check ended."""

    FINE = "fine"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The outcome of one check. `mend` says what to do; there is nothing to do where all is fine."""

    check: str
    state: State
    sentence: str
    mend: str | None = None


def fine(check: str, sentence: str) -> Diagnosis:
    """Say that all is well."""
    return Diagnosis(check=check, state=State.FINE, sentence=sentence)


def advice(check: str, sentence: str, mend: str) -> Diagnosis:
    """Say what would be better."""
    return Diagnosis(check=check, state=State.ADVICE, sentence=sentence, mend=mend)


def problem(check: str, sentence: str, mend: str) -> Diagnosis:
    """Say what is wrong."""
    return Diagnosis(check=check, state=State.PROBLEM, sentence=sentence, mend=mend)
