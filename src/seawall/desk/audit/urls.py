"""Addresses of the ledger's pages."""

from django.urls import path

from seawall.desk.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("verify/", views.verify, name="verify"),
    path("export/", views.export, name="export"),
    path("<int:number>/", views.row, name="row"),
    path("<int:number>/details/", views.details, name="details"),
    path("<int:number>/erase/", views.erase, name="erase"),
]
