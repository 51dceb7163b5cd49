"""帮助, 无障碍 and 风险提示: words that change with the product, nothing of the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.foundation.ui.api import public


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How to do the common things, step by step."""
    return render(request, "portal/help.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site does for readers who see, hear or move less well, and what it does not do yet."""
    return render(request, "portal/accessibility.html")


@public
@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """How people are cheated with government business, and what we never ask."""
    return render(request, "portal/risks.html")
