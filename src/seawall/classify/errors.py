"""What can go wrong with rankers, their tables and their files."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "ClassifyError",
    "ModelFileError",
    "ModelRefusedError",
    "ModelSignatureError",
    "RankerTableError",
    "UnsuitableLabelsError",
]


class ClassifyError(SeawallError):
    """The ranker can't do that."""


class RankerTableError(ClassifyError):
    """This table can't be read as labelled texts."""


class UnsuitableLabelsError(ClassifyError):
    """A ranker can't be trained on these labels."""


class ModelRefusedError(ClassifyError):
    """This model raises too much that is lawful, and is refused."""


class ModelFileError(ClassifyError):
    """This is not a ranker's model file that Seawall can read."""


class ModelSignatureError(ModelFileError):
    """The model file is unsigned, altered, or signed with another key."""
