"""The office's line to the public zone: signed calls over HTTP, answers checked. Anything amiss is Unavailable: it is tried again."""

import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import quote, urlsplit

from tongban.engines.exchange import rules
from tongban.engines.exchange.contracts import Carried, Enclosed
from tongban.engines.exchange.streams import Whole
from tongban.kernel.errors import Invalid, Unavailable
from tongban.kernel.now import now

PATIENCE = 30.0  # seconds without a byte
LONGEST_ANSWER = 8 * 1024 * 1024


class FileGone(Unavailable):
    """The other side has not got the content (any more)."""

    code = "exchange.file-gone"


class FileNotTaken(Invalid):
    """The other side's checks refuse the content."""

    code = "exchange.file-not-taken"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """What was signed for one address is not shown to another."""


@dataclass(frozen=True, slots=True)
class Line:
    """`address` of the public zone as the office's worker reaches it."""

    address: str
    key: str = field(repr=False)

    def waiting(self) -> tuple[list[Carried], dict[str, Any]]:
        """What waits there for the office, and how the zone stands."""
        answer = self._ask("GET", "parcels")
        return [rules.carried(plain) for plain in answer["parcels"]], answer["state"]

    def tell_delivered(self, parcels: Collection[Carried]) -> None:
        """Their names are enough."""
        self._ask("POST", "delivered", {"parcels": [Carried(p.uid, p.topic, p.key, p.turn, None) for p in parcels]})

    def missing(self, digests: Collection[str]) -> set[str]:
        return set(self._ask("POST", "missing", {"digests": sorted(digests)})["missing"])

    def bring(self, parcels: Collection[Carried]) -> None:
        self._ask("POST", "parcels", {"parcels": list(parcels)})

    @contextmanager
    def fetched(self, file: Enclosed) -> Iterator[Whole]:
        """The content of a file there, to be read to its end."""
        with self._call("GET", f"files/{file.digest}") as (answer, _):
            if answer.status != 200:
                raise FileGone("文件内容在公众区已不存在。")
            yield Whole(answer, size=file.size, digest=file.digest)

    def put(self, file: Enclosed, content: IO[bytes]) -> None:
        path = f"files/{file.digest}?name={quote(file.name, safe='')}&purpose={quote(file.purpose, safe='')}"
        with self._call("PUT", path, content, size=file.size, digest=file.digest) as (answer, nonce):
            body = self._checked(answer, nonce)
            if answer.status == 422:
                raise FileNotTaken(f"公众区没有收下文件：{body['error']}")
            _require_good(answer, body)

    def _ask(self, method: str, path: str, value: Any = None) -> Any:
        data = None if value is None else rules.packed(value)
        with self._call(method, path, data, size=len(data or b""), digest=rules.digest(data or b"")) as (answer, nonce):
            body = self._checked(answer, nonce)
            _require_good(answer, body)
            return body

    @contextmanager
    def _call(
        self, method: str, path: str, data: Any = None, *, size: int = 0, digest: str = ""
    ) -> Iterator[tuple[Any, str]]:
        """The answer, whatever its status, and the nonce of the call."""
        url = f"{self.address}/exchange/{path}"
        asked = urlsplit(url)
        call = rules.Call(
            method, f"{asked.path}?{asked.query}" if asked.query else asked.path, int(now().timestamp()),
            secrets.token_hex(rules.NONCE // 2), digest or rules.digest(b""),
        )  # fmt: skip
        request = urllib.request.Request(url, data, self._headers(call, size), method=method)  # noqa: S310
        try:
            with _answered(request) as answer:
                yield answer, call.nonce
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"公众区没有应答（{error}）。", code="exchange.no-answer") from error

    def _headers(self, call: rules.Call, size: int) -> dict[str, str]:
        found = {
            "X-Tongban-Time": str(call.seconds), "X-Tongban-Nonce": call.nonce,
            "X-Tongban-Signature": call.signature(self.key),
        }  # fmt: skip
        sends = call.method in {"POST", "PUT"}
        return found | ({"Content-Type": "application/octet-stream", "Content-Length": str(size)} if sends else {})

    def _checked(self, answer: Any, nonce: str) -> Any:
        """The JSON of an answer that the public zone has signed."""
        if answer.status == 401:
            why = answer.read(100).decode(errors="replace").strip()
            raise Unavailable(_REASONS.get(why, _REASONS["signature"]), code="exchange.not-signed")
        body = answer.read(LONGEST_ANSWER)
        mac = rules.answer_signature(self.key, nonce=nonce, status=answer.status, body=body)
        if not secrets.compare_digest(mac, answer.headers.get("X-Tongban-Signature", "")):
            raise Unavailable(f"应答的不是公众区的交换服务（状态 {answer.status}）。", code="exchange.not-signed")
        return json.loads(body)


_REASONS = {
    "signature": "公众区不认识本方的签名：两边的交换密钥（exchange.key）不一致。",
    "time": "两边的时钟相差太多，请校准时间。",
    "nonce": "公众区拒绝了重复的请求。",
}


@contextmanager
def _answered(request: urllib.request.Request) -> Iterator[Any]:
    """No proxy of the environment, no redirect; an answer of any status is an answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            yield answer
    except urllib.error.HTTPError as answer:
        with answer:
            yield answer


def _require_good(answer: Any, body: Any) -> None:
    if answer.status != 200:
        raise Unavailable(f"公众区：{body.get('error', answer.status)}", code="exchange.not-done")
