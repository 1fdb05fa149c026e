"""Links as a Django app."""

from django.apps import AppConfig


class LinkingConfig(AppConfig):
    """Links, judgements, models and the passes that make links."""

    name = "seawall.desk.linking"
