"""Addresses of the queue and of cases."""

from django.urls import path

from seawall.desk.cases.views import case, queue, steps

app_name = "cases"
urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.next_case, name="next"),
    path("queue/held-back/", queue.held_back, name="held_back"),
    path("cases/<str:reference>/", case.case, name="case"),
    path("cases/<str:reference>/observation/<int:number>/", case.observation, name="observation"),
    path("cases/<str:reference>/claim/", steps.claim, name="claim"),
    path("cases/<str:reference>/release/", steps.release, name="release"),
    path("cases/<str:reference>/heartbeat/", steps.heartbeat, name="heartbeat"),
    path("cases/<str:reference>/decide/", steps.decide, name="decide"),
    path("cases/<str:reference>/undo/<int:number>/", steps.undo, name="undo"),
    path("cases/<str:reference>/correct/<int:number>/", steps.correct, name="correct"),
    path("cases/<str:reference>/close/", steps.close, name="close"),
    path("cases/<str:reference>/reopen/", steps.reopen, name="reopen"),
    path("cases/<str:reference>/conflict/", steps.conflict, name="conflict"),
]
