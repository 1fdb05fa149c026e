"""Cells as a Django app."""

from django.apps import AppConfig


class CellsConfig(AppConfig):
    """Searches for cells and what they found."""

    name = "seawall.desk.cells"
