"""Django's name for this noun."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Findings, cases, the queue and decisions."""

    name = "seawall.desk.cases"
    label = "cases"
