"""Django's name for this noun."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Imports and scans."""

    name = "seawall.desk.sources"
    label = "sources"
