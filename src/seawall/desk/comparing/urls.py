"""Addresses of comparisons: one a finding."""

from django.urls import path

from seawall.desk.comparing import views

app_name = "comparing"
urlpatterns = [
    path("<int:number>/", views.comparison, name="comparison"),
    path("<int:number>/reveal/", views.reveal, name="reveal"),
    path("<int:number>/<str:side>.jpg", views.picture, name="picture"),
]
