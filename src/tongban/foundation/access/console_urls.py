"""Addresses of 角色 and 授权; mounted under access/ in the console."""

from django.urls import path

from tongban.foundation.access import web

app_name = "access"
urlpatterns = [
    path("roles", web.roles, name="roles"),
    path("roles/new", web.new_role, name="new-role"),
    path("roles/<int:pk>", web.role, name="role"),
    path("roles/<int:pk>/change", web.change_role, name="change-role"),
    path("grants", web.grants, name="grants"),
    path("grants/new", web.choose, name="choose"),
    path("grants/new/<str:kind>/<int:pk>", web.give, name="give"),
    path("grants/<int:pk>/revoke", web.revoke, name="revoke"),
]
