"""Addresses of cells."""

from django.urls import path

from seawall.desk.cells import export_views, steps, views

app_name = "cells"
urlpatterns = [
    path("", views.cells, name="list"),
    path("start/", steps.start, name="start"),
    path("<int:number>/", views.cell, name="cell"),
    path("<int:number>/members/", views.members, name="members"),
    path("<int:number>/ties/", views.ties, name="ties"),
    path("<int:number>/network/", views.network, name="network"),
    path("<int:number>/members/<int:member>/case/", steps.open_case, name="open_case"),
    path("<int:number>/reveal/", steps.reveal, name="reveal"),
    path("<int:number>/export/<slug:form>/", export_views.export, name="export"),
]
