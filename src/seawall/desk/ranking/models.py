"""Models that were trained, posts that reviewers are asked to label, and how likely each case is to be upheld.

No text is kept here: a label names its post, and training reads the text from the corpus or from the desk's copies, so
what is erased there takes part in no later training. A refused training is kept too, with its numbers.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models import Case, ObservationCopy
from seawall.desk.cases.models.vocabulary import Stance
from seawall.desk.people.models import StaffMember

__all__ = ["CaseRank", "LabelRequest", "TextScore", "TrainedRanker"]


class TrainedRanker(models.Model):
    """One training: of how many labels, with which figures, and why it was refused if it was."""

    class Mode(models.TextChoices):
        """What so many labels let a ranker do."""

        SILENT = "silent", _("Silent: too few labels to say anything")
        SHADOW = "shadow", _("In the shadow: it scores, nothing is ordered by it")
        ORDERING = "ordering", _("It orders cases of one priority")

    trained_at = models.DateTimeField()
    trained_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")  # null: the desk
    mode = models.CharField(max_length=16, choices=Mode.choices)
    label_count = models.PositiveIntegerField()
    benign_count = models.PositiveIntegerField()
    data_sha256 = models.CharField(max_length=64)
    model_sha256 = models.CharField(max_length=64, blank=True, default="")  # "": nothing was kept
    facts = models.JSONField(default=dict)
    refused_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refused_because="") | models.Q(model_sha256=""), name="refused_ranker_has_no_model"
            ),
        ]

    def __str__(self) -> str:
        """Show the version."""
        return f"R{self.pk}"


class LabelRequest(models.Model):
    """A post of the corpus that a reviewer is asked about, and the answer when there is one."""

    class Why(models.TextChoices):
        """Why this post was chosen."""

        UNCERTAIN = "uncertain", _("The ranker is unsure about it")
        AUDIT = "audit", _("Drawn at random, to see what goes unnoticed")

    post_key = models.CharField(max_length=64, unique=True)
    why = models.CharField(max_length=16, choices=Why.choices)
    asked_at = models.DateTimeField()
    ranker = models.ForeignKey(TrainedRanker, on_delete=models.PROTECT, null=True, related_name="+")
    stance = models.CharField(max_length=16, choices=Stance.choices, blank=True, default="")
    labelled_at = models.DateTimeField(null=True)
    labelled_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance="", labelled_at__isnull=True, labelled_by__isnull=True)
                | (~models.Q(stance="") & models.Q(labelled_at__isnull=False, labelled_by__isnull=False)),
                name="label_has_stance_when_and_who",
            ),
        ]

    def __str__(self) -> str:
        """Show the post's key."""
        return self.post_key


class TextScore(models.Model):
    """What one ranker says of the text of one observation, kept so that a text is weighed once for each ranker."""

    copy = models.OneToOneField(ObservationCopy, on_delete=models.CASCADE, related_name="text_score")
    ranker = models.ForeignKey(TrainedRanker, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    unknown_share = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="text_score_is_0_to_1"),
            models.CheckConstraint(
                condition=models.Q(unknown_share__gte=0, unknown_share__lte=1), name="unknown_share_is_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        """Show the score."""
        return f"{self.score:.2f}"


class CaseRank(models.Model):
    """How likely reviewers would uphold the weightiest text of a case, by one ranker; 0 to 1."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="rank")
    ranker = models.ForeignKey(TrainedRanker, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="rank_score_is_0_to_1")
        ]

    def __str__(self) -> str:
        """Show the score."""
        return f"{self.score:.2f}"
