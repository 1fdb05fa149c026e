"""Addresses of the first page and of the design system's pieces."""

from django.urls import path

from seawall.desk.story import views

app_name = "story"
urlpatterns = [
    path("", views.home, name="home"),
    path("story/wall/", views.wall, name="wall"),
    path("pieces/", views.pieces, name="pieces"),
]
