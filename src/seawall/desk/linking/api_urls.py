"""Addresses at which other systems ask about accounts."""

from django.urls import path

from seawall.desk.linking import api

app_name = "linking_api"
urlpatterns = [path("successors/", api.successors, name="successors")]
