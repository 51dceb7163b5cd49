"""我的桌面: it composes what apps registered and holds no rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.home import home_page
from tongban.foundation.ui.views import staff


@staff
def home(request: HttpRequest) -> HttpResponse:
    """Counts, 待办, 待阅 and the rail; whoever administers only, sees what concerns him."""
    return render(request, "workbench/home.html", {"home": home_page(request, "workbench")})
