"""Django's name for this noun."""

from django.apps import AppConfig


class BanksConfig(AppConfig):
    """Banks and their entries."""

    name = "seawall.desk.banks"
    label = "banks"
