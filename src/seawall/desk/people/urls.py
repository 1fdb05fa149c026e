"""Addresses of staff pages."""

from django.urls import path

from seawall.desk.people import views

app_name = "people"
urlpatterns = [path("people/", views.staff_list, name="list")]
