"""Django's name for this noun."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """Pages over the corpus: accounts, posts, media."""

    name = "seawall.desk.observations"
    label = "observations"
