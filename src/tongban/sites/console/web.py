"""The administrators' home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.api import MenuItem, home_page, menu, staff, visible
from tongban.kernel.errors import NotAllowed


def parts(request: HttpRequest) -> list[MenuItem]:
    """The parts of the console that the viewer may manage."""
    return [item for item in menu.of("console") if item.url_name != "console:home" and visible(request, item)]


@staff
def home(request: HttpRequest) -> HttpResponse:
    """Counts and cards for what this administrator may manage, and the way to each part."""
    entries = parts(request)
    if not entries:
        raise NotAllowed("系统管理由管理员办理。需要的话，请联系本单位系统管理员。", code="page-not-allowed")
    return render(request, "console/home.html", {"home": home_page(request, "console"), "entries": entries})
