"""Addresses of the organisation on the workbench; mounted under organization/. The console's are in console_urls."""

from django.urls import path

from tongban.foundation.organization.web import acting, delegations, own

app_name = "organization"
urlpatterns = [
    path("post", acting.switch_post, name="switch-post"),
    path("own", own.own, name="own"),
    path("delegations", delegations.delegations, name="delegations"),
    path("delegations/<int:pk>/recall", delegations.recall, name="recall-delegation"),
]
