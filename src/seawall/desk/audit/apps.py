"""Django's name for this noun."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The ledger as database tables."""

    name = "seawall.desk.audit"
    label = "audit"
