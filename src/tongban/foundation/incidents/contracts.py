"""Words of 安全事件: what the watch over the audit trail found (报警), and what somebody reported (报告)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PERMISSIONS = {
    "incidents.report": "报告安全问题",
    "incidents.handle": "处理安全报警和安全问题报告",
    "incidents.watch": "安全巡查（系统）",
}
ALARM, REPORT = "alarm", "report"
OPEN, HANDLED = "open", "handled"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the watch looks for: so many entries of one person within a time. `option`: the key of its threshold.

    `action` "" is every action; `refused` only what was refused; `at_night` only what happened outside working hours.
    """

    label: str
    within: timedelta
    least: int
    action: str = ""
    refused: bool = False
    at_night: bool = False


RULES = {
    "failed_sign_in": Rule("登录多次输错密码", timedelta(hours=1), 5, action="identity.record_failure"),
    "downloads": Rule("大量下载文件", timedelta(days=1), 100, action="files.download"),
    "refused": Rule("多次操作被拒绝", timedelta(hours=1), 10, refused=True),
    "at_night": Rule("非工作时间大量操作", timedelta(days=1), 30, at_night=True),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: who (by account or person), how often, the last time."""

    rule: str
    who: str
    name: str
    unit_id: int | None
    count: int
    last: datetime
