"""Django's name for this noun."""

from django.apps import AppConfig


class StoryConfig(AppConfig):
    """The first page."""

    name = "seawall.desk.story"
    label = "story"
