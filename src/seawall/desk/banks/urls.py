"""Addresses of banks and their entries."""

from django.urls import path

from seawall.desk.banks import content_views, entry_views, list_views, standing_views, views

app_name = "banks"
urlpatterns = [
    path("", views.bank_list, name="list"),
    path("new/", views.create, name="create"),
    path("<int:number>/", views.bank, name="bank"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/add/", entry_views.add_entry, name="add_entry"),
    path("<int:number>/add-many/", entry_views.add_entries, name="add_entries"),
    path("<int:number>/add-file/", content_views.add_content, name="add_content"),
    path("<int:number>/import/", list_views.import_list, name="import_list"),
    path("<int:number>/export/<str:form>/", list_views.export, name="export"),
    path("list/<int:number>/set-aside/", list_views.asides, name="asides"),
    path("content/<int:number>/", content_views.content, name="content"),
    path("content/<int:number>/edit/", content_views.edit, name="edit_content"),
    path("content/<int:number>/disable/", content_views.disable, name="disable_content"),
    path("content/<int:number>/withdraw/", content_views.withdraw, name="withdraw_content"),
    path("content/<int:number>/picture/", content_views.picture, name="picture"),
    path("content/<int:number>/reveal/", content_views.reveal, name="reveal"),
    path("hold/<int:number>/", standing_views.hold, name="hold"),
    path("<str:kind>/<int:number>/look/", standing_views.look, name="look"),
    path("<str:kind>/<int:number>/dispute/", standing_views.dispute, name="dispute"),
    path("<str:kind>/<int:number>/opinion/", standing_views.opinion, name="opinion"),
    path("entry/<int:number>/", entry_views.entry, name="entry"),
    path("entry/<int:number>/edit/", entry_views.edit_entry, name="edit_entry"),
    path("entry/<int:number>/withdraw/", entry_views.withdraw_entry, name="withdraw_entry"),
]
