"""Addresses of imports, scans and batches."""

from django.urls import path

from seawall.desk.sources import run_views, views

app_name = "sources"
urlpatterns = [
    path("", views.source_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("scan/", views.scan, name="scan"),
    path("batch/<str:batch_id>/", views.batch, name="batch"),
    path("batch/<str:batch_id>/rejects/", views.rejects, name="rejects"),
    path("batch/<str:batch_id>/withdraw/", views.withdraw, name="withdraw"),
    path("run/<int:number>/", run_views.run, name="run"),
    path("run/<int:number>/progress/", run_views.progress, name="progress"),
    path("run/<int:number>/cancel/", run_views.cancel, name="cancel"),
    path("run/<int:number>/again/", run_views.again, name="again"),
]
