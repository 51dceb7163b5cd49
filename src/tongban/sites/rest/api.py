"""`/api/v1`: the operations of the screens, for programs. Each app describes its own part in its rest."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from tongban.business.casework.rest import router as casework
from tongban.business.catalog.rest import router as catalog
from tongban.business.documents.rest import router as documents
from tongban.business.licenses.rest import router as licenses
from tongban.business.supervision.rest import router as supervision
from tongban.engines.flow.rest import router as flow
from tongban.engines.seals.rest import router as seals
from tongban.foundation.callbacks.rest import router as callbacks
from tongban.foundation.clocks.rest import router as clocks
from tongban.foundation.files.rest import router as files
from tongban.foundation.groups.rest import router as groups
from tongban.foundation.inbox.rest import router as inbox
from tongban.foundation.organization.rest import router as organization
from tongban.foundation.search.rest import router as search
from tongban.foundation.workdays.rest import router as workdays
from tongban.sites.rest import described, problems
from tongban.sites.rest.auth import Rate, Session, Token

ABOUT = """公文、办件、事项、证照、监察、待办和搜索的接口，和页面办理的是同一套操作：同样的权限、同样的审计。

改变数据的请求可以带 `Idempotency-Key`（8 到 64 个字符）：同一个键重复提交只办一次，返回第一次的结果。
错误按 RFC 9457 返回 `application/problem+json`：`code` 是固定的代码，`fields` 指出有问题的字段。
400 是请求和这份说明不符，程序要改；422 是内容不能接受，要告诉填写的人；409 是情况已经变化，要先看再办。
清单一页一页取：`next` 作为下一次的 `before`。时间是 ISO 8601，带时区。
"""


class Me(Schema):
    """Who the caller is, and in which post he acts."""

    account_id: int
    person_id: int | None
    name: str
    post_id: int | None
    post: str
    unit_id: int | None
    unit: str


class Json(Parser):
    """A body that is not called JSON is not read: a page of another site can send text, but not JSON. 1.0 is a whole number."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise ValueError("not JSON")
        return json.loads(request.body, parse_float=_number)


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


class Interface(NinjaAPI):
    """Operations are named app.function, as in the audit trail; the description is completed for all alike."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        parts = operation.view_func.__module__.split(".")
        return f"{parts[parts.index('rest') - 1]}.{operation.view_func.__name__}"

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        return described.complete(super().get_openapi_schema(**given))


def make() -> NinjaAPI:
    api = Interface(
        title="通办接口", version="1", description=ABOUT, urls_namespace="rest", docs_url=None, auth=[Token(), Session()],
        throttle=[Rate()], parser=Json(),
    )  # fmt: skip
    problems.install(api)
    api.get("/me", response=Me, tags=["我"], summary="我是谁，以哪个岗位办理", operation_id="me")(me)
    for prefix, router in (
        ("/inbox", inbox),
        ("/search", search),
        ("/callbacks", callbacks),
        ("/files", files),
        ("/flow", flow),
        ("/seals", seals),
        ("/workdays", workdays),
        ("/clocks", clocks),
        ("/items", catalog),
        ("/licenses", licenses),
        ("/cases", casework),
        ("/supervision", supervision),
        ("/groups", groups),
        ("", organization),
        ("", documents),
    ):
        api.add_router(prefix, router)
    return api


def me(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "account_id": actor.account_id, "person_id": actor.person_id, "name": actor.name, "post_id": actor.post_id,
        "post": actor.post_name, "unit_id": actor.unit_id, "unit": actor.unit_name,
    }  # fmt: skip
