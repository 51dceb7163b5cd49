"""What a draft must have: on saving little, before it is sent on everything (F-OD-02, 04, 05)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.business.documents.rules.kinds import KINDS

TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class DraftFields:
    """The draft form, as typed. `recipients` and `cc` are the printed texts; units to distribute to are a list apart."""

    title: str
    kind: str = "通知"
    direction: str = "down"
    urgency: str = "ordinary"
    level: str = ""
    scope: str = "一般"
    openness: str = "公开发布"
    closed_reason: str = ""
    main_recipients: str = ""
    cc: str = ""
    keywords: str = ""
    note: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A draft as a whole: the form, the body as text, and the units it goes to (unit id → main or cc)."""

    fields: DraftFields
    body: str
    receivers: Mapping[int, str] = field(default_factory=dict)


def faults(fields: DraftFields) -> dict[str, str]:
    """Messages by field for what may not even be saved."""
    found = {}
    if not fields.title.strip():
        found["title"] = "请填写标题。"
    elif len(fields.title) > TITLE_LENGTH:
        found["title"] = f"标题有 {len(fields.title)} 字，超过 {TITLE_LENGTH} 字。"
    kind = KINDS.get(fields.kind)
    if kind is None:
        found["kind"] = "请从列表中选择文种。"
    elif fields.direction not in kind.directions:
        found["direction"] = f"{fields.kind}不能用这个行文方向。"
    if fields.openness == "不公开发布" and not fields.closed_reason.strip():
        found["closed_reason"] = "选择不公开发布时，请写明理由。"
    return found


def faults_before_sending(fields: DraftFields, *, body: str, receivers: int) -> dict[str, str]:
    """Messages by field for what must be there before the first hand-over."""
    found = faults(fields)
    if not body.strip():
        found["body"] = "还没有正文。"
    kind = KINDS.get(fields.kind)
    if kind is not None and kind.needs_recipients:
        if not fields.main_recipients.strip():
            found["main_recipients"] = f"{fields.kind}要写主送机关。"
        if not receivers:
            found["receivers"] = "请至少选一个主送单位。"
    if fields.kind == "请示" and len(_names(fields.main_recipients)) > 1:
        found["main_recipients"] = "请示只能主送一个机关（条例第十五条）。"
    if fields.kind == "请示" and receivers > 1:
        found["receivers"] = "请示只能主送一个机关，分发名单里也只留一个主送单位（条例第十五条）。"
    return found


def _names(recipients: str) -> list[str]:
    for separator in "，、；,;":
        recipients = recipients.replace(separator, " ")
    return recipients.split()
