"""我的桌面: it composes what apps registered and holds no rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.api import home_page, staff


@staff
def home(request: HttpRequest) -> HttpResponse:
    """Counts, 待办, 待阅 and the rail; whoever administers only, sees what concerns him."""
    return render(request, "workbench/home.html", {"home": home_page(request, "workbench")})
