"""Addresses of 用户组; mounted under console/groups/."""

from django.urls import path

from tongban.foundation.groups.web import console

app_name = "groups"
urlpatterns = [
    path("", console.groups, name="list"),
    path("lay-out", console.lay_out, name="lay-out"),
    path("of/<int:unit_pk>/new", console.new, name="new"),
    path("<int:pk>", console.group, name="group"),
    path("<int:pk>/change", console.change, name="change"),
    path("<int:pk>/add", console.add, name="add"),
    path("<int:pk>/members/<int:person_pk>/remove", console.take_out, name="take-out"),
    path("<int:pk>/remove", console.remove, name="remove"),
]
