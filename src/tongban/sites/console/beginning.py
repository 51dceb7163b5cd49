"""初始化向导: what an installation needs before its people can work, step by step; each says what is there and what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.engines.flow import api as flow
from tongban.engines.forms import api as forms
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.notifications import api as notifications
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Duty, Holding, Person, Unit
from tongban.foundation.ui.api import HomeCard, needs
from tongban.foundation.workdays import api as workdays
from tongban.kernel.now import now

MAY = "organization.manage"
THREE = {"system_admin": "系统管理员", "security_admin": "安全保密管理员", "audit_admin": "审计管理员"}
DUTIES = {
    Duty.RECEIVER: "公文收发", Duty.REGISTRAR: "机要", Duty.VETTER: "核稿", Duty.SEAL_KEEPER: "公章管理",
    Duty.DOCUMENT_MANAGER: "公文管理",
}  # fmt: skip
NUMBERS = {"documents.outgoing": "发文字号", "documents.incoming": "收文号"}
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must be there. `missing` in sentences, empty when it is done; `pages` lead to where it is made."""

    label: str
    why: str
    there: str
    missing: tuple[str, ...]
    pages: tuple[tuple[str, str], ...]

    @property
    def done(self) -> bool:
        return not self.missing


def steps(at: datetime) -> list[Step]:
    """All steps in their order. The whole installation is looked at, whoever asks: counts and names of units alone."""
    return [make(at) for make in STEPS]


@needs(MAY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The way through, and at the end the check of all of it."""
    found = steps(now())
    todo = [step for step in found if not step.done]
    context = {"steps": found, "todo": todo, "done": len(found) - len(todo), "current": todo[0] if todo else None}
    return render(request, "console/beginning.html", context)


def card(request: HttpRequest) -> Mapping[str, Any] | None:
    """On the console's home page until everything is there."""
    found = steps(now())
    todo = [step for step in found if not step.done]
    return {"next": todo[0], "done": len(found) - len(todo), "all": len(found)} if todo else None


CARD = HomeCard(
    site="console", place="main", order=1, permission=MAY, read=card, template="console/beginning_card.html"
)  # fmt: skip


def units(at: datetime) -> Step:
    rows = Unit.objects.filter(valid_to=None)
    organs, sections = rows.filter(form="organ").count(), rows.filter(form="section").count()
    missing = () if sections else ("还没有内设机构（科室）。公文由科室拟稿，单位下面至少要有一个。",)
    pages = (("units:list", "单位"), ("imports:list", "用表格批量导入"))
    return Step(
        "单位和科室",
        "公文、办件都归单位；单位多的，用表格一次导入。",
        f"{organs} 个单位、{sections} 个科室",
        missing,
        pages,
    )


def calendar(at: datetime) -> Step:
    today, announced = workdays.local_day(at), workdays.calendar().announced
    missing = [] if today.year in announced else [f"{today.year}年的放假安排还没有导入，时限只按周一至周五算。"]
    if today.month == 12 and today.year + 1 not in announced:
        missing.append(f"{today.year + 1}年的放假安排还没有导入。")
    there = "、".join(f"{year}年" for year in sorted(announced)[-3:])
    pages = (("workdays:import", "导入放假安排"), ("workdays:year", "工作日历"))
    return Step(
        "工作日历",
        "办理时限按工作日算，要有当年的放假和调休。",
        f"已导入{there}" if there else "没有导入",
        tuple(missing),
        pages,
    )


def people(at: datetime) -> Step:
    staff = Person.objects.filter(left_at=None).count()
    missing = () if staff > len(THREE) else ("除了管理员，还没有办理业务的人员。",)
    pages = (("people:list", "人员"), ("imports:list", "用表格批量导入"), ("applications:list", "注册申请"))
    return Step("人员", "一人一个账号，按岗位办理。", f"{staff} 人", missing, pages)


def duties(at: datetime) -> Step:
    held: dict[str, set[int]] = {}
    rows = Holding.objects.filter(until=None, person__left_at=None)
    for organ, carried in rows.values_list("post__unit__organ_id", "post__duties").distinct():
        for duty in carried:
            held.setdefault(duty, set()).add(organ or 0)
    missing = tuple(f"没有人负责{label}。" for duty, label in DUTIES.items() if not held.get(duty))
    if not missing:
        missing = _without(held[Duty.RECEIVER] | held[Duty.REGISTRAR], "没有收发员或机要员，收不到电子来文")
    there = "、".join(f"{label} {len(held.get(duty, ()))} 个单位" for duty, label in DUTIES.items())
    return Step("岗位职责", "系统按岗位的职责把待办派给人。", there, missing, (("units:list", "单位和岗位"),))


def _without(organs: set[int], what: str) -> tuple[str, ...]:
    """Organs with people whom the duty is missing in, the first of them by name."""
    staffed = Person.objects.filter(left_at=None).values("unit__organ_id")
    rows = (
        Unit.objects.filter(valid_to=None, form="organ", pk__in=staffed).exclude(pk__in=organs).order_by("order", "pk")
    )
    names = list(rows.values_list("name", flat=True)[: MOST_NAMED + 1])
    more = "等单位" if len(names) > MOST_NAMED else ""
    return (f"{'、'.join(names[:MOST_NAMED])}{more}{what}。",) if names else ()


def roles(at: datetime) -> Step:
    given = access.Grant.objects.filter(role__code__in=THREE, until=None)
    codes = set(given.values_list("role__code", flat=True))
    missing = tuple(f"还没有{label}。" for code, label in THREE.items() if code not in codes)
    pages = (("access:grants", "授权"), ("access:roles", "角色"))
    why = "系统管理、安全保密、审计三种管理员要由三个人担任，互相监督。"
    return Step(
        "角色和三员", why, "、".join(THREE[code] for code in THREE if code in codes) or "没有授权", missing, pages
    )


def make_seals(at: datetime) -> Step:
    count = seals.Seal.objects.filter(state="valid").count()
    missing = () if count else ("还没有印章，公文不能用印。",)
    return Step(
        "印章",
        "用印和电子签收要有单位印章，由公章管理员保管。",
        f"{count} 枚",
        missing,
        (("console-seals:list", "印章"),),
    )


def numbers(at: datetime) -> Step:
    held = {purpose: numbering.Series.objects.filter(purpose=purpose).count() for purpose in NUMBERS}
    missing = tuple(f"还没有{label}的编号。" for purpose, label in NUMBERS.items() if not held[purpose])
    there = "、".join(f"{label} {held[purpose]} 个" for purpose, label in NUMBERS.items())
    return Step("编号", "发文字号和收文号按单位和年度连续编。", there, missing, (("numbering:list", "编号"),))


def processes(at: datetime) -> Step:
    held, filled = sum(row.newest is not None for row in flow.processes()), forms.forms().count()
    missing = () if held else ("还没有发布流程。",)
    pages = (("console-flow:list", "流程"), ("console-forms:list", "表单"))
    why = "随系统来的发文、收文、办件流程可以直接用；要改的，先改再发布。"
    return Step("流程和表单", why, f"{held} 个流程、{filled} 个表单", missing, pages)


def channels(at: datetime) -> Step:
    ready = {channel.label: channel.ready() for channel in notifications.channels.values()}
    missing = tuple(f"{label}没有配置，只在系统里通知。" for label, is_ready in ready.items() if not is_ready)
    there = "、".join(f"{label}已配置" for label, is_ready in ready.items() if is_ready) or "只有系统内消息"
    pages = (("options:list", "运行参数（由运维设定）"), ("notifications-log:list", "发送记录"))
    return Step("短信和邮件", "催办、验证码、办理结果要发到手机。由运维在服务器上配置。", there, missing, pages)


STEPS: tuple[Callable[[datetime], Step], ...] = (
    units, calendar, people, duties, roles, make_seals, numbers, processes, channels,
)  # fmt: skip
