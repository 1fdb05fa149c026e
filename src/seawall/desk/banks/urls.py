"""Addresses of banks and their entries."""

from django.urls import path

from seawall.desk.banks import entry_views, views

app_name = "banks"
urlpatterns = [
    path("", views.bank_list, name="list"),
    path("new/", views.create, name="create"),
    path("<int:number>/", views.bank, name="bank"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/add/", entry_views.add_entry, name="add_entry"),
    path("<int:number>/add-many/", entry_views.add_entries, name="add_entries"),
    path("entry/<int:number>/", entry_views.entry, name="entry"),
    path("entry/<int:number>/edit/", entry_views.edit_entry, name="edit_entry"),
    path("entry/<int:number>/withdraw/", entry_views.withdraw_entry, name="withdraw_entry"),
]
