"""Addresses of search."""

from django.urls import path

from seawall.desk.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
]
