"""Django's name for this noun."""

from django.apps import AppConfig


class ComparingConfig(AppConfig):
    """What was observed beside what is banked."""

    name = "seawall.desk.comparing"
    label = "comparing"
