"""Addresses of staff pages, of one's own profile and of one-time links."""

from django.urls import path

from seawall.desk.people import entry_views, profile_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.staff_list, name="list"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:number>/", views.person, name="person"),
    path("people/<int:number>/role/", views.change_role, name="change_role"),
    path("people/<int:number>/invite-again/", views.invite_again, name="invite_again"),
    path("people/<int:number>/recover/", views.recover, name="recover"),
    path("people/<int:number>/deactivate/", views.deactivate, name="deactivate"),
    path("people/<int:number>/reactivate/", views.reactivate, name="reactivate"),
    path("profile/", profile_views.profile, name="profile"),
    path("in/", entry_views.way_in, name="way_in"),
    path("in/<str:secret>/", entry_views.open_link, name="open_link"),
]
