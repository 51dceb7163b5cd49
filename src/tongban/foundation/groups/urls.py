"""Addresses of 常用人员组; mounted under groups/."""

from django.urls import path

from tongban.foundation.groups.web import own

app_name = "own-groups"
urlpatterns = [
    path("", own.groups, name="list"),
    path("new", own.new, name="new"),
    path("<int:pk>", own.group, name="group"),
    path("<int:pk>/change", own.change, name="change"),
    path("<int:pk>/add", own.add, name="add"),
    path("<int:pk>/members/<int:person_pk>/remove", own.take_out, name="take-out"),
    path("<int:pk>/remove", own.remove, name="remove"),
]
