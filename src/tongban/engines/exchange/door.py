"""The public zone's door for the office: signed calls alone. Mounted under exchange/ where the portal is.

GET  parcels           what the office has to receive, and how it stands here
POST delivered         the office has these
POST missing           which of these contents are not here yet
PUT  files/<digest>    a content; GET gives one of a parcel that waits
POST parcels           parcels for here
"""

import functools
import json
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tongban.engines.exchange import book, queries, rules
from tongban.engines.exchange.contracts import OFFICE, PUBLIC, Carried
from tongban.engines.exchange.operations.receiving import accept
from tongban.engines.exchange.packing import outgoing
from tongban.engines.exchange.streams import Whole
from tongban.foundation.files import api as files_api
from tongban.foundation.ui.api import public
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated
from tongban.kernel.now import now

log = structlog.get_logger("exchange")
View = Callable[..., HttpResponseBase]
OFFICE_WORKER = system_actor("办公区交换")


def signed(view: View) -> View:
    """Only for whoever knows the key, in time, and never twice. What goes wrong is told in JSON, under our signature."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
        call = _call_of(request, named.get("digest"))
        if why := _fault(request, call):
            log.warning("exchange.refused_call", why=why)
            return HttpResponse(f"{why}\n", status=401, content_type="text/plain; charset=utf-8")
        try:
            answer = view(request, **named)
        except Anticipated as error:
            answer = _json({"error": error.message}, status=error.status)
        except ValueError:
            answer = _json({"error": "数据格式不对。"}, status=400)
        return _under_signature(answer, call)

    return csrf_exempt(guarded)


def _call_of(request: HttpRequest, announced: str | None) -> rules.Call:
    """A content is signed by the digest in its address, so that it need not be read first; anything else by its body."""
    seconds = request.headers.get("X-Tongban-Time", "")
    digest = announced if request.method == "PUT" and announced else rules.digest(request.body)
    path = request.get_full_path()
    nonce = request.headers.get("X-Tongban-Nonce", "")
    return rules.Call(request.method or "", path, int(seconds) if seconds.isdecimal() else 0, nonce, digest)


def _fault(request: HttpRequest, call: rules.Call) -> str:
    """Why the call is not answered; empty when it is. Its nonce is spent only where all else is right."""
    if not call.is_signed(request.headers.get("X-Tongban-Signature", ""), settings.EXCHANGE_KEY):
        return "signature"
    if not call.is_timely(now().timestamp()):
        return "time"
    return "" if len(call.nonce) == rules.NONCE and book.spend(call.nonce, at=now()) else "nonce"


def _under_signature(answer: HttpResponseBase, call: rules.Call) -> HttpResponseBase:
    if isinstance(answer, HttpResponse):
        mac = rules.answer_signature(
            settings.EXCHANGE_KEY, nonce=call.nonce, status=answer.status_code, body=answer.content
        )
        answer["X-Tongban-Signature"] = mac
    answer["Cache-Control"] = "no-store"
    return answer


def _json(value: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(rules.packed(value), content_type="application/json", status=status)


@public
@signed
@require_http_methods(["GET", "POST"])
def parcels(request: HttpRequest) -> HttpResponse:
    return _take(request) if request.method == "POST" else _give()


def _give() -> HttpResponse:
    waiting = rules.batch(outgoing(zone=OFFICE, at=now()), most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2)
    return _json({"parcels": waiting, "state": queries.state()})


def _take(request: HttpRequest) -> HttpResponse:
    brought = _parcels_in(request)
    received = {parcel.uid: [queries.received(file) for file in parcel.files] for parcel in brought}
    count = accept(parcels=brought, received=received, zone=PUBLIC, actor=OFFICE_WORKER, at=now())
    return _json({"accepted": count})


@public
@signed
@require_POST
def delivered(request: HttpRequest) -> HttpResponse:
    book.delivered(_parcels_in(request), at=now())
    return _json({})


@public
@signed
@require_POST
def missing(request: HttpRequest) -> HttpResponse:
    digests = [text for text in json.loads(request.body)["digests"] if rules.is_digest(text)]
    return _json({"missing": files_api.lacking(digests)})


@public
@signed
@require_http_methods(["GET", "PUT"])
def content(request: HttpRequest, digest: str) -> HttpResponseBase:
    return _receive(request, digest) if request.method == "PUT" else _send(digest)


def _receive(request: HttpRequest, digest: str) -> HttpResponse:
    size = int(request.headers.get("Content-Length") or 0)
    content = Whole(request, size=size, digest=digest)
    files_api.receive(source=content, name=request.GET["name"], purpose=request.GET["purpose"])
    return _json({})


def _send(digest: str) -> HttpResponseBase:
    file = queries.file_of_parcel(digest)
    if file is None:
        return _json({"error": "这个文件不在等待交换的数据中。"}, status=404)
    response = FileResponse(files_api.open_content(file), content_type="application/octet-stream")
    response["Content-Length"] = str(file.blob.size)
    return response


def _parcels_in(request: HttpRequest) -> list[Carried]:
    return [rules.carried(plain) for plain in json.loads(request.body)["parcels"]]
