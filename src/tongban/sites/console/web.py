"""The administrators' home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.api import home_page, menu, staff, visible


@staff
def home(request: HttpRequest) -> HttpResponse:
    """Counts and cards for what this administrator may manage, and the way to each part."""
    entries = [i for i in menu.of("console") if i.url_name != "console:home" and visible(request, i)]
    return render(request, "console/home.html", {"home": home_page(request, "console"), "entries": entries})
