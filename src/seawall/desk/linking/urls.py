"""Addresses of links, actors and the model that links."""

from django.urls import path

from seawall.desk.linking import lineage_views, model_views, views

app_name = "linking"
urlpatterns = [
    path("", views.links, name="list"),
    path("start/", views.start, name="start"),
    path("actors/", lineage_views.actors, name="actors"),
    path("model/", model_views.model, name="model"),
    path("model/retrain/", model_views.retrain, name="retrain"),
    path("model/<int:number>/use/", model_views.use, name="use_model"),
    path("<int:number>/", views.link, name="link"),
    path("<int:number>/judge/", views.judge, name="judge"),
    path("<int:number>/case/", views.open_case, name="open_case"),
    path("<int:number>/actor/", lineage_views.actor, name="actor"),
]
