"""In which post the viewer acts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.foundation.organization.middleware import CHOSEN_POST
from tongban.foundation.ui.api import path_of, staff
from tongban.kernel.errors import NotFound


@staff
@require_POST
def switch_post(request: Any) -> HttpResponse:
    """Act in another of one's own posts from now on, and go back to the page. A post that is not held is refused."""
    wanted = request.POST.get("post", "")
    if wanted not in {str(p.post_id) for p in request.posts}:
        raise NotFound("您没有这个岗位。", code="organization.not-your-post")
    request.session[CHOSEN_POST] = int(wanted)
    return redirect(path_of(request.headers.get("Referer", "/")))
