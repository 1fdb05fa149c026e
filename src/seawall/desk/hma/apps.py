"""The app's name for Django."""

from django.apps import AppConfig


class HmaConfig(AppConfig):
    """The API for other systems."""

    name = "seawall.desk.hma"
    label = "hma"
