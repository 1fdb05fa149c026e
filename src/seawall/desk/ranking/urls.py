"""Addresses of the ranker."""

from django.urls import path

from seawall.desk.ranking import views

app_name = "ranking"
urlpatterns = [
    path("", views.ranker, name="ranker"),
    path("train/", views.train, name="train"),
    path("ask/", views.ask, name="ask"),
    path("label/", views.next_post, name="next_post"),
    path("label/<int:number>/", views.label, name="label"),
]
