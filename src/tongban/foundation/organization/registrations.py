"""What organization tells the parts below: its jobs, the words of its actions, the posts of the shell."""

from importlib import import_module
from typing import Any

from django.http import HttpRequest

from tongban.foundation.audit.api import labels
from tongban.foundation.identity import api as identity
from tongban.foundation.organization.contracts import Belonging
from tongban.foundation.organization.models import Unit
from tongban.foundation.organization.operations import (
    applying,
    handing,
    importing,
    people,
    posts,
    reform,
    regions,
    standing,
    units,
)
from tongban.foundation.organization.queries import belongings
from tongban.foundation.organization.queries.applications import waiting
from tongban.foundation.ui import api as ui

LABELS: dict[Any, str] = {
    units.create_unit: "新增单位",
    units.change_unit: "修改单位",
    units.rename_unit: "单位更名",
    units.move_unit: "调整隶属",
    units.set_superior: "设置上级业务单位",
    units.add_plaque: "挂牌",
    units.end_plaque: "摘牌",
    regions.create_region: "新增行政区划",
    regions.reserve_codes: "设置单位编码号段",
    reform.merge_units: "单位合并",
    reform.close_unit: "单位撤销",
    posts.create_post: "新增岗位",
    posts.change_post: "修改岗位",
    posts.close_post: "撤销岗位",
    posts.set_oversight: "设置分管领导",
    people.hire: "新增人员",
    people.change_person: "修改人员",
    people.change_contact: "修改本人联系方式",
    people.appoint: "任职",
    handing.end_holding: "免职",
    people.leave: "离任",
    handing.hand_over: "交接",
    importing.take_up: "上传导入表格",
    importing.record_check: "检查导入表格",
    importing.start_import: "开始导入",
    importing.drop_import: "放弃导入",
    importing.load: "导入单位、人员、角色",
    applying.apply: "申请开户",
    applying.approve: "通过开户申请",
    applying.refuse: "不通过开户申请",
    standing.set_secretary: "指定秘书",
    standing.end_secretary: "取消秘书",
    standing.delegate: "委托代办",
    standing.recall_delegation: "收回委托",
    standing.end_delegation: "委托到期",
}

MENUS = (
    ui.MenuItem(
        site="console", group="组织和人员", label="单位", icon="building", url_name="units:list", order=100,
        covers=("units:unit",),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="人员", icon="users", url_name="people:list", order=110,
        covers=("people:person",),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="注册申请", icon="user-plus", url_name="applications:list", order=115,
        covers=("applications:application", "applications:approve", "applications:refuse"),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="交接记录", icon="transfer", url_name="handovers:list", order=117,
        covers=("handovers:handover",),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="批量导入", icon="upload", url_name="imports:list", order=118,
        covers=("imports:import",),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="第二验证", icon="key", url_name="factors:list", order=145,
        covers=("factors:reset",),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="行政区划", icon="sitemap", url_name="regions:list", order=120,
    ),
    ui.MenuItem(site="person", label="本人信息", icon="user", url_name="organization:own", order=10),
    ui.MenuItem(site="person", label="委托代办", icon="user-check", url_name="organization:delegations", order=20),
)  # fmt: skip


def register() -> None:
    for item in MENUS:
        ui.menu.register(item)
    import_module("tongban.foundation.organization.jobs")
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    ui.posts.fill(posts_of)
    identity.waiting.fill(waiting)
    belongings.belongings.register(
        "standing", Belonging("委托代办、秘书", belongings.standing_held, handing.pass_standing, must_go=False)
    )
    belongings.belongings.register(
        "posts", Belonging("岗位和职责", belongings.posts_held, handing.pass_posts, must_go=False)
    )
    ui.post_switch_url.fill("organization:switch-post")
    ui.installation_name.fill(installation_name)


def posts_of(request: HttpRequest) -> list[ui.PostChoice]:
    """The posts between which the viewer may switch; the middleware has read them already."""
    acting, held = request.actor, request.posts  # type: ignore[attr-defined]
    return [
        ui.PostChoice(id=p.post_id, label=f"{p.unit_full_name} {p.post_title}", current=p.post_id == acting.post_id)
        for p in held
    ]


def installation_name() -> str:
    """The name of the unit at the top of the tree, the first of several; one query."""
    return (
        Unit.objects.filter(parent=None, valid_to=None).order_by("order", "pk").values_list("name", flat=True).first()
        or ""
    )
