"""Addresses of the API, and of the pages on which administrators make its tokens."""

from django.urls import path, re_path

from seawall.desk.hma import token_views, views

app_name = "hma"
urlpatterns = [
    re_path(r"^hma/(?P<path>.*)$", views.api, name="api"),
    path("tokens/", token_views.token_list, name="tokens"),
    path("tokens/make/", token_views.make, name="make_token"),
    path("tokens/<int:number>/revoke/", token_views.revoke, name="revoke_token"),
]
