"""The bank of closed accounts as a Django app."""

from django.apps import AppConfig


class ClosingsConfig(AppConfig):
    """Closed accounts and the lists in which they came in."""

    name = "seawall.desk.closings"
