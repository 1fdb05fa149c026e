"""Addresses of the first page."""

from django.urls import path

from seawall.desk.story import views

app_name = "story"
urlpatterns = [path("", views.home, name="home")]
