"""Django's name for this noun."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over everything that the desk holds."""

    name = "seawall.desk.search"
    label = "search"
