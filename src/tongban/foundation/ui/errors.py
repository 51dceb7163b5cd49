"""The pages of things that went wrong: what is wrong, what to do next, no blame; the code small at the end.

Wired in config: handler400 bad_request, handler403 permission_denied, handler404 page_not_found,
handler500 server_error, CSRF_FAILURE_VIEW csrf_failure. Anticipated errors come through middleware.Errors.
"""

import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tongban.foundation.ui.views import expired, is_htmx
from tongban.kernel import ports
from tongban.kernel.context import request_id
from tongban.kernel.errors import Anticipated, NotFound, Refused
from tongban.kernel.now import now
from tongban.kernel.ports import Entry


@dataclass(frozen=True, slots=True)
class Words:
    """Title and standing text of an error page; `advice` says what to do next."""

    title: str
    text: str
    advice: str
    icon: str = "alert-circle"


WORDS = {
    400: Words("这个请求没有看懂", "地址或提交的内容不完整。", "请返回上一页，刷新后再试。"),
    403: Words(
        "没有权限", "您现在的岗位不能看这一页，或不能做这一步。", "换一个岗位再试，或联系本单位管理员。", "lock"
    ),
    404: Words("没有找到", "这一页不存在，或者您没有查看的权限。", "请检查地址，或从菜单重新进入。", "search"),
    409: Words(
        "情况已经有变化",
        "这一步现在不能这样办理。",
        "请看最新情况后再决定。您填写的内容在下面，可以复制。",
        "alert-triangle",
    ),
    413: Words("内容太大", "提交的内容超过了限制。", "请压缩，或分成几次上传。", "cloud-upload"),
    422: Words("有内容要改", "提交的内容不符合要求。", "请返回上一页，改好后再提交。"),
    500: Words(
        "系统出错了",
        "这不是您的问题，错误已经记录。",
        "请稍后再试；仍然不行，请把下面的编号告诉管理员。",
        "alert-triangle",
    ),
    503: Words("现在不能办理", "系统的一个部分暂时没有响应。", "请稍后再试，您填写的内容在下面，可以复制。", "clock"),
}
KEEPS_TEXT = {409, 503}
NEVER_SHOWN = ("csrf", "password", "request_key")


def refuse(request: HttpRequest, error: Anticipated) -> HttpResponse:
    """The answer to an anticipated error: a page, or for htmx a notice at the top of the page that is open."""
    record_refusal(request, error)
    return answer(request, error.status, message=error.message, code=error.code, keep=not isinstance(error, Refused))


def record_refusal(request: HttpRequest, error: Anticipated) -> None:
    """What is refused before an operation starts (a page, a forged number) leaves an audit entry too."""
    actor = getattr(request, "actor", None)
    wanted = error.audited or isinstance(error, NotFound)
    if actor is None or actor.account_id is None or not wanted or error.recorded:
        return
    view = request.resolver_match.view_name if request.resolver_match else ""
    entry = Entry(
        action="ui.open", actor=actor, at=now(), outcome="refused", error=error.code,
        request_id=request_id(), details={"page": view},
    )  # fmt: skip
    ports.audit().record([entry])


def answer(request: HttpRequest, status: int, *, message: str = "", code: str = "", keep: bool = True) -> HttpResponse:
    """An error page with this status; `message` says what is wrong in this case, `keep` shows the typed text again."""
    context = {
        "words": WORDS.get(status, WORDS[400]),
        "message": message,
        "code": code or str(status),
        "request_id": request_id(),
        "typed": typed(request) if keep and status in KEEPS_TEXT else [],
        "layout": layout(request),
    }
    if not is_htmx(request):
        return render(request, "ui/errors/error.html", context, status=status)
    response = render(request, "ui/errors/notice.html", context, status=status)
    response["HX-Retarget"] = "#tb-notices"
    response["HX-Reswap"] = "innerHTML"
    return response


def layout(request: HttpRequest) -> str:
    """The frame to stay in: the site's own for somebody logged in, the plain one otherwise."""
    if settings.ZONE == "public":
        return "ui/public.html"
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "ui/plain.html"
    match = request.resolver_match
    return "ui/console.html" if match and match.namespace.startswith("console") else "ui/staff.html"


def typed(request: HttpRequest) -> list[str]:
    """What the person wrote: the longer texts of the form, for copying. Never a password."""
    if request.method != "POST":
        return []
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [v for name, v in pairs if not any(word in name for word in NEVER_SHOWN) and _is_prose(v)]


def _is_prose(value: str) -> bool:
    return len(value) >= 4 and any(ord(character) > 0x2E80 for character in value)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400, keep=False)


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 403)


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect, or a database that is away. Nothing that may be broken is used: no session, no database, no shell."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status, kept = (503, typed(request)) if away else (500, [])
    context = {
        "words": WORDS[status], "code": str(status), "request_id": request_id(), "typed": kept, "layout": "ui/plain.html",
    }  # fmt: skip
    if not is_htmx(request):
        return HttpResponse(render_to_string("ui/errors/error.html", context), status=status)
    response = HttpResponse(render_to_string("ui/errors/notice.html", context), status=status)
    response["HX-Retarget"] = "#tb-notices"
    response["HX-Reswap"] = "innerHTML"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session: log in again and come back, the text is kept in the browser."""
    return expired(request, status=403)
