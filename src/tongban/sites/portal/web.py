"""首页 of the hall: the question, topics, 查进度, the hall's place and times."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from tongban.business.hall import api as hall
from tongban.business.hall.web.keeping import kept
from tongban.business.hall.web.looking import ProgressForm
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays import api as workdays
from tongban.kernel.now import now
from tongban.sites.portal.topics import icon_of

MOST_TOPICS, MOST_COMMON = 12, 6


def _stamp() -> str:
    """What the home page shows changes with the items, and with the quarter of the hour (open or closed)."""
    return f"{hall.stamp_of_all()} {int(now().timestamp()) // 900}"


@ui.public
@require_safe
@kept(_stamp)
def home(request: HttpRequest) -> HttpResponse:
    """个人办事."""
    return _home(request, "person")


@ui.public
@require_safe
@kept(_stamp)
def companies(request: HttpRequest) -> HttpResponse:
    """企业办事."""
    return _home(request, "company")


def _home(request: HttpRequest, audience: str) -> HttpResponse:
    topics = [(topic, count, icon_of(topic)) for topic, count in hall.topics(audience)[:MOST_TOPICS]]
    context: dict[str, Any] = {
        "audience": audience, "topics": topics, "common": hall.common(audience, MOST_COMMON), "form": ProgressForm(), "open": _is_open(),
    }  # fmt: skip
    return render(request, "portal/home.html", context)


def _is_open() -> bool:
    """Whether the hall is open now, by the working hours."""
    at = localtime(now())
    return workdays.calendar().work_seconds(at, at + timedelta(minutes=1)) > 0
