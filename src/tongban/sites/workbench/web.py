"""我的桌面: it composes what apps registered and holds no rules."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.api import home_page, menu, staff, visible


@staff
def home(request: HttpRequest) -> HttpResponse:
    """Counts, 待办, 待阅 and the rail; whoever administers only, sees what concerns him."""
    return render(request, "workbench/home.html", {"home": home_page(request, "workbench")})


def administration(request: HttpRequest) -> dict[str, Any] | None:
    """The card 系统管理: the way to the console's parts that the viewer may manage. Nobody else sees it."""
    entries = [item for item in menu.of("console") if item.url_name != "console:home" and visible(request, item)]
    return {"entries": entries} if entries else None
