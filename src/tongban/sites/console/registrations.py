"""The console's own menu entries, and what it tells of the parts that lie beside ui and cannot speak to it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from tongban.foundation.audit import api as audit
from tongban.foundation.jobs import api as jobs
from tongban.foundation.options import api as options
from tongban.foundation.ui.api import Figure, HomeCard, MenuItem, duration_text, home, measures, menu
from tongban.kernel.now import now
from tongban.sites.console import backups, beginning

ITEMS = (
    MenuItem(site="console", label="系统总览", icon="layout-dashboard", url_name="console:home", order=0),
    MenuItem(
        site="console", group="系统设置", label="初始化向导", icon="list-check", url_name="console:beginning", order=380,
    ),
    MenuItem(
        site="console", group="开发", label="界面组件", icon="layout-grid", url_name="console:gallery", order=900,
        covers=("console:gallery-home", "console:gallery-document", "console:gallery-list"),
    ),
)  # fmt: skip


# What the operator has set in the environment: shown on 运行参数. Never a secret.
FIXED: dict[str, tuple[str, Callable[[], str]]] = {
    "DATABASE_URL": ("数据库", lambda: connection.vendor),
    "TONGBAN_S3_BUCKET": ("文件存放", lambda: "对象存储" if settings.S3_BUCKET else "本机目录"),
    "TONGBAN_SESSION_HOURS": ("一次登录最长", lambda: f"{settings.SESSION_COOKIE_AGE // 3600} 小时"),
    "TONGBAN_SMS_GATEWAY": ("短信网关", lambda: settings.SMS_GATEWAY or "未配置"),
    "TONGBAN_SMTP_HOST": ("邮件服务器", lambda: settings.EMAIL_HOST or "未配置"),
    "TONGBAN_CLAMAV": ("病毒查杀", lambda: "已接入" if settings.CLAMAV_SOCKET else "未接入"),
    "TONGBAN_PUBLIC_ADDRESS": ("公众网站地址", lambda: settings.PUBLIC_ADDRESS),
}


def register() -> None:
    for item in ITEMS:
        menu.register(item)
    for name, (label, read) in FIXED.items():
        options.fixed.register(name, options.Fixed(label, read))
    measures.register("audit", audit.figures)
    measures.register("jobs", jobs.figures)
    strip("console.jobs", 10, "jobs.manage", jobs.figures, _waiting)
    strip("console.dead", 11, "jobs.manage", jobs.figures, _dead)
    strip("console.audit", 20, "audit.read", audit.figures, _unsealed)
    home.register("console.beginning", beginning.CARD)
    home.register(
        "console.backup",
        HomeCard(site="console", place="strip", order=12, permission="jobs.manage", read=backups.figure),
    )


def strip(
    key: str, order: int, permission: str,
    figures: Callable[[datetime], Mapping[str, float]], show: Callable[[Mapping[str, float]], Figure],
) -> None:  # fmt: skip
    """One count on the console's home page, read from an app's measures."""

    def read(request: HttpRequest) -> Figure:
        return show(figures(now()))

    home.register(key, HomeCard(site="console", place="strip", order=order, permission=permission, read=read))


def _waiting(values: Mapping[str, float]) -> Figure:
    oldest = values["jobs_oldest_waiting_seconds"]
    notes = (("soon", f"最久等了 {duration_text(timedelta(seconds=oldest))}"),) if oldest >= 60 else ()
    count = f"{values['jobs_waiting']:,.0f}"
    return Figure(label="等待的后台任务", value=count, unit="项", url=reverse("jobs:overview"), notes=notes)


def _dead(values: Mapping[str, float]) -> Figure:
    dead = values["jobs_dead"]
    notes = (("over", "需要处理"),) if dead else ()
    return Figure(label="失败的后台任务", value=f"{dead:,.0f}", unit="项", url=reverse("jobs:overview"), notes=notes)


def _unsealed(values: Mapping[str, float]) -> Figure:
    late = values["audit_unsealed_seconds"] >= 60
    notes = (("over", "封存程序可能没有运行"),) if late else ()
    count = f"{values['audit_unsealed']:,.0f}"
    return Figure(label="审计记录待封存", value=count, unit="条", url=reverse("audit:list"), notes=notes)
