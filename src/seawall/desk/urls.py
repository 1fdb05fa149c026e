"""The desk's addresses: one include a noun."""

from __future__ import annotations

from django.urls import include, path

from seawall.desk.people.profile_views import set_language

urlpatterns = [
    path("", include("seawall.desk.story.urls")),
    path("", include("seawall.desk.people.urls")),
    path("", include("seawall.desk.cases.urls")),
    path("audit/", include("seawall.desk.audit.urls")),
    path("banks/", include("seawall.desk.banks.urls")),
    path("api/", include("seawall.desk.linking.api_urls")),
    path("closings/", include("seawall.desk.closings.urls")),
    path("links/", include("seawall.desk.linking.urls")),
    path("cells/", include("seawall.desk.cells.urls")),
    path("search/", include("seawall.desk.search.urls")),
    path("sources/", include("seawall.desk.sources.urls")),
    path("observations/", include("seawall.desk.observations.urls")),
    path("ranker/", include("seawall.desk.ranking.urls")),
    path("compare/", include("seawall.desk.comparing.urls")),
    path("", include("seawall.desk.hma.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
]
