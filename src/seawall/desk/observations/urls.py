"""Addresses of observations. Platforms and account ids are the source's own text, so they may hold nearly anything."""

from django.urls import path

from seawall.desk.observations import views

app_name = "observations"
urlpatterns = [
    path("account/<str:platform>/<path:account_id>/consult/", views.consult, name="consult"),
    path("account/<str:platform>/<path:account_id>/", views.account, name="account"),
    path("channel/<str:platform>/<path:channel_id>/", views.channel, name="channel"),
    path("post/<str:key_hex>/", views.post, name="post"),
    path("media/<path:digest>/reveal/", views.reveal, name="reveal"),
    path("media/<path:digest>/", views.media, name="media"),
]
