"""Errors as problem+json (RFC 9457): the same codes and sentences as on the screens."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from tongban.foundation.ui import api as ui
from tongban.kernel.context import request_id
from tongban.kernel.errors import Anticipated, Invalid

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"
CODES = {
    400: "bad-request", 401: "not-authenticated", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed",
    413: "too-large", 500: "defect", 503: "unavailable",
}  # fmt: skip
WORDS = {
    400: "请求没有看懂：不是有效的 JSON 或表单，或者缺少必需的部分。",
    401: "没有登录，或者令牌无效、过期、已撤销。",
    403: "没有权限，或者缺少 CSRF 令牌。",
    404: "没有找到，或者您没有查看的权限。",
    405: "这个地址不接受这种方法，可用的在 Allow 里。",
    413: "提交的内容超过了限制。",
    500: "系统出错了，错误已经记录。请把 request_id 告诉管理员。",
    503: "系统的一个部分暂时没有响应，请稍后再试。",
}


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """One answer. `code` is stable; `detail` is for people, in Chinese; `fields` names what is wrong in the input."""
    body = {
        "type": f"urn:tongban:{code}", "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail,
        "request_id": request_id(), **more,
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def install(api: NinjaAPI) -> None:
    """The translation of everything that a caller can run into. Anything else is a defect, and answered by the project's 500."""
    api.add_exception_handler(Anticipated, _anticipated)
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(AuthenticationError, lambda request, error: _unknown())
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(HttpError, _stopped)
    api.add_exception_handler(Http404, lambda request, error: of_status(404))


def _anticipated(request: HttpRequest, error: Any) -> HttpResponse:
    ui.record_refusal(request, error)
    fields = {"fields": error.fields} if isinstance(error, Invalid) else {}
    return problem(error.status, error.code, error.message, **fields)


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """Input of another shape than described: each place with what is wrong there. What was sent is not repeated."""
    fields = {".".join(str(part) for part in one["loc"]): one["msg"] for one in error.errors}
    return problem(400, "malformed", "提交的内容不符合接口的说明。", fields=fields)


def _unknown() -> HttpResponse:
    answer = of_status(401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(429, "too-many-requests", "调用太频繁，请稍后再试。")
    if error.wait:  # ninja sets it too; here it is whole
        answer["Retry-After"] = str(int(error.wait))
    return answer


def _stopped(request: HttpRequest, error: Any) -> HttpResponse:
    return of_status(error.status_code)


def of_status(status: int) -> HttpResponse:
    """The plain answer of a status, where nothing more is known."""
    return problem(status, CODES.get(status, str(status)), WORDS.get(status, ""))
