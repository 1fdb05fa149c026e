"""The WSGI entry point that the server loads. Pages and banks are loaded at once, so that no visitor waits."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.desk.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - looking at it imports the pages

from seawall.desk.hma.warming import start_warming  # noqa: E402 - needs the apps

start_warming()
