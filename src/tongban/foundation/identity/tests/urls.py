"""The login and a few pages around it, without the sites."""

from django.http import HttpResponse
from django.urls import include, path

from tongban.foundation.ui.api import public, staff


@staff
def home(request):
    return HttpResponse(f"主页面 {request.user}")


@public
def open_page(request):
    return HttpResponse(f"公开 {request.user.is_authenticated}")


workbench = ([path("", home, name="home"), path("news", home, name="news")], "workbench")
urlpatterns = [
    path("", include("tongban.foundation.identity.urls")),
    path("", include("tongban.foundation.organization.urls")),
    path("public", open_page),
    path("", include(workbench)),
]
