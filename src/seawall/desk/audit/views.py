"""Show the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seawall.desk.access import for_roles
from seawall.desk.people.roles import Role

__all__ = ["ledger"]


@for_roles(Role.AUDITOR, Role.ADMINISTRATOR)
def ledger(request: HttpRequest) -> HttpResponse:
    """List the rows of the ledger, newest first."""
    return render(request, "audit/ledger.html")
