"""The WSGI entry point that the server loads. Pages and banks are loaded at once, so that no visitor waits."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.desk.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - looking at it imports the pages


def served() -> WSGIHandler:
    """Return the application to a server that begins to serve it; the banks begin to load."""
    from seawall.desk.hma.warming import start_warming  # needs the apps

    start_warming()
    return application
