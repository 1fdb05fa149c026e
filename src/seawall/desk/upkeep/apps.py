"""Django's name for this noun."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Chores and when they ran."""

    name = "seawall.desk.upkeep"
    label = "upkeep"
