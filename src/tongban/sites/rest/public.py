"""`/api/v1` of the public zone: what anybody may read, for programs. No account, no token; counted for each network address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tongban.business.hall.rest import router as hall
from tongban.foundation.audit.api import keyed_digest
from tongban.sites.rest import described, problems
from tongban.sites.rest.api import Interface, Json
from tongban.sites.rest.auth import Rate

ABOUT = """网上办事大厅对公众公开的内容：事项和办事指南、凭编号和查询码查进度、查验证照。不用登录，不含任何人的个人信息。

回答带 `ETag`：下次用 `If-None-Match` 问，没有变的回答 304。错误按 RFC 9457 返回 `application/problem+json`。
清单一页一页取：`next` 作为下一次的 `before`。时间是 ISO 8601，带时区。每个网络地址每分钟的次数有限，超过的回答 429。
"""


class PublicInterface(Interface):
    """Without the headers of those who act under an account."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        return described.complete(NinjaAPI.get_openapi_schema(self, **given), public=True)


class RateOfAddress(Rate):
    """So many calls of a network address in a minute; the address itself is not kept."""

    def key(self, request: HttpRequest) -> str:
        return f"public-rest:{keyed_digest(request.actor.ip)[:32]}"  # type: ignore[attr-defined]

    def most(self) -> int:
        return int(settings.PUBLIC_REST_PER_MINUTE)


def make() -> NinjaAPI:
    api = PublicInterface(
        title="网上办事大厅接口", version="1", description=ABOUT, urls_namespace="public-rest", docs_url=None,
        throttle=[RateOfAddress()], parser=Json(),
    )  # fmt: skip
    problems.install(api)
    api.add_router("", hall)
    return api
