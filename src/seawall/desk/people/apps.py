"""Django's name for this noun."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Staff, roles, invitations."""

    name = "seawall.desk.people"
    label = "people"
