"""Django's name for this noun."""

from django.apps import AppConfig


class RankingConfig(AppConfig):
    """The ranker, its labels and what it did."""

    name = "seawall.desk.ranking"
    label = "ranking"
