"""Addresses of the bank of closed accounts."""

from django.urls import path

from seawall.desk.closings import account_views, case_views, signing_views, views

app_name = "closings"
urlpatterns = [
    path("", views.lists, name="list"),
    path("upload/", views.upload, name="upload"),
    path("lists/<int:number>/", views.one_list, name="one_list"),
    path("lists/<int:number>/remarks/", views.remarks, name="remarks"),
    path("lists/<int:number>/sample/", signing_views.sample, name="sample"),
    path("lists/<int:number>/sign/", signing_views.sign, name="sign"),
    path("lists/<int:number>/refuse/", signing_views.refuse, name="refuse"),
    path("accounts/<int:number>/", account_views.account, name="account"),
    path("accounts/<int:number>/consult/", account_views.consult, name="consult"),
    path("accounts/<int:number>/refuse/", signing_views.refuse_account, name="refuse_account"),
    path("accounts/<int:number>/withdraw/", account_views.withdraw, name="withdraw"),
    path("case/<str:reference>/", case_views.propose, name="propose"),
]
