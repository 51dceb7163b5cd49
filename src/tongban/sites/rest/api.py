"""`/api/v1`: the operations of the screens, for programs. Each app describes its own part in its rest.py."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from tongban.business.documents.rest import router as documents
from tongban.foundation.inbox.rest import router as inbox
from tongban.foundation.search.rest import router as search
from tongban.sites.rest import problems
from tongban.sites.rest.auth import Rate, Session, Token

ABOUT = """公文、待办和搜索的接口，和页面办理的是同一套操作：同样的权限、同样的审计。

改变数据的请求可以带 `Idempotency-Key`（8 到 64 个字符）：同一个键重复提交只办一次，返回第一次的结果。
错误按 RFC 9457 返回 `application/problem+json`，`code` 是固定的代码，`fields` 指出有问题的字段。
时间是 ISO 8601，带时区。
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


def make() -> NinjaAPI:
    api = NinjaAPI(
        title="通办接口", version="1", description=ABOUT, urls_namespace="rest", docs_url=None, auth=[Token(), Session()],
        throttle=[Rate()],
    )  # fmt: skip
    problems.install(api)
    api.get("/me", response=Me, tags=["我"], summary="我是谁")(me)
    api.add_router("/inbox", inbox, tags=["待办"])
    api.add_router("/search", search, tags=["搜索"])
    api.add_router("", documents)
    return api


def me(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "account_id": actor.account_id, "person_id": actor.person_id, "name": actor.name, "post_id": actor.post_id,
        "post": actor.post_name, "unit_id": actor.unit_id, "unit": actor.unit_name,
    }  # fmt: skip
