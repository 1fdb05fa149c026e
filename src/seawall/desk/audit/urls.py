"""Addresses of the ledger's pages."""

from django.urls import path

from seawall.desk.audit import views

app_name = "audit"
urlpatterns = [path("", views.ledger, name="ledger")]
