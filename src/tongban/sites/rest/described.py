"""The description of the interface (OpenAPI 3.1): what ninja knows, and what holds for every operation alike."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from tongban.foundation.programs import api as programs
from tongban.sites.rest.problems import CONTENT_TYPE

Described = dict[str, Any]

PROBLEM: Described = {
    "title": "Problem",
    "description": "出了什么问题（RFC 9457）。code 是固定的代码，detail 给人看，fields 指出有问题的字段。",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:tongban:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["type", "title", "status", "code", "detail", "request_id"],
}
WORDS = {
    400: "请求和说明不符：缺少字段、多出字段、类型或长度不对",
    401: "没有登录，或者令牌无效",
    403: "没有权限",
    404: "没有找到，或者您看不到",
    409: "现在的情况不允许：已经办过、别人先办了、请求键用于别的事",
    413: "内容太大",
    422: "内容不能接受，fields 指出是哪里",
    429: "调用太频繁",
    503: "一个部分暂时没有响应",
}
HEADERS = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "请求键：同一个键重复提交只办一次，返回第一次的结果",
    "schema": {"type": "string", "pattern": f"^{programs.KEY}$"},
}
POST = {
    "in": "header",
    "name": "X-Tongban-Post",
    "required": False,
    "description": "用令牌时，以哪个岗位办理（岗位号）；不写是主岗",
    "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"},
}
KNOWN = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "上次应答的 ETag：没有变化时应答 304，不再发送内容；不认识的值不起作用",
    "schema": {"type": "string", "examples": ['"9e107d9d372bb6826bd81d3542a419d6"']},
}
COMMON = {"Idempotency-Key": KEY, "X-Tongban-Post": POST, "If-None-Match": KNOWN}
READS = {"get", "head"}
# What kernel.text refuses and a pattern can say: characters that show nothing, or that show the others in another order.
VISIBLE = (
    "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e"
    "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff]*$"
)
TOLD = {"pattern", "enum", "const", "format"}  # of a text whose shape is said already


def complete(schema: OpenAPISchema, *, public: bool = False) -> OpenAPISchema:
    """Every operation with its error answers and the headers that any call may carry. `public`: nobody acts under an account."""
    components = schema["components"]
    for name, described in components["schemas"].items():
        if name.endswith("In"):
            _only_visible(described)
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {f"Problem{status}": _answer(status) for status in WORDS}
    components["parameters"] = {"If-None-Match": KNOWN} if public else COMMON
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _complete(operation, reads=method in READS, public=public)
    return schema


def _complete(operation: Described, *, reads: bool, public: bool) -> None:
    own = [parameter["in"] for parameter in operation["parameters"]]
    statuses = {400, 429, 503} | (set() if public else {401, 403}) | ({404} if "path" in own else set())
    if reads:
        operation["responses"].setdefault(304, {"description": "和上次取的一样（If-None-Match）"})
    else:
        statuses |= {409, 413, 422}
    for status in sorted(statuses):
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    headers = ["If-None-Match"] if reads else ["Idempotency-Key"]
    headers += [] if public else ["X-Tongban-Post"]
    operation["parameters"] += [{"$ref": f"#/components/parameters/{name}"} for name in headers]


def _only_visible(described: Any) -> None:
    """Say of every text that is sent which characters it may hold; the operations refuse the others with 422."""
    if isinstance(described, list):
        for part in described:
            _only_visible(part)
    elif isinstance(described, dict):
        if described.get("type") == "string" and not TOLD & set(described):
            described["pattern"] = VISIBLE
        for name, part in described.items():
            if name not in ("propertyNames", "default"):
                _only_visible(part)


def _answer(status: int) -> Described:
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": WORDS[status], "content": content, "headers": HEADERS.get(status, {})}
