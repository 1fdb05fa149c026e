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
    from seawall.desk.hma import warming as of_banks  # needs the apps
    from seawall.desk.linking import warming as of_closings

    of_banks.start_warming()
    of_closings.start_warming()
    return application
