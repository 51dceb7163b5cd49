"""帮助: the manual inside the product. From a page it opens at the chapter that speaks of that page."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe
from django.views.static import serve

from tongban.foundation.organization.api import Duty, Post, PostKind, UnitKind
from tongban.foundation.ui.api import permission_check, staff
from tongban.sites.workbench import manual

# Where the reader comes from, by URL name or by the name of an app: chapter, and section.
PLACES = {
    "workbench:help-chapter": (manual.INDEX, ""),
    "inbox": ("basics", "待办待阅已办"),
    "notifications": ("basics", "消息"),
    "identity": ("basics", "密码"),
    "organization": ("basics", "委托代办"),
    "documents:new": ("drafter", "起草"),
    "documents:edit": ("drafter", "起草"),
    "documents:mine": ("drafter", "跟踪"),
    "documents:finished": ("drafter", "跟踪"),
    "documents:copies": ("drafter", "签收情况和催办"),
    "documents:arrived": ("registrar", "签收"),
    "documents:copy": ("registrar", "签收"),
    "documents:refuse": ("registrar", "退文"),
    "documents:register": ("registrar", "登记"),
    "documents:register-paper": ("registrar", "登记纸质来文"),
    "documents:seal": ("seal-keeper", "用印"),
    "seals": ("seal-keeper", ""),
    "console-seals": ("seal-keeper", "制发印章"),
    "counter": ("window-clerk", ""),
    "counter:choose": ("window-clerk", "收件"),
    "counter:take-in": ("window-clerk", "收件"),
    "counter:supplement": ("window-clerk", "收补正材料"),
    "counter:proof": ("window-clerk", "送达"),
    "casework": ("approver", ""),
    "licenses": ("approver", "证照"),
    "units": ("unit-administrator", "单位"),
    "people": ("unit-administrator", "人员和账号"),
    "numbering": ("unit-administrator", "编号"),
    "access": ("security-administrator", "授权"),
    "regions": ("system-administrator", ""),
    "jobs": ("system-administrator", "后台任务"),
    "notifications-log": ("system-administrator", "短信和邮件"),
    "audit": ("audit-administrator", ""),
    "supervision": ("supervisor", ""),
    "supervision:order": ("supervisor", "被督办的单位"),
}
# What a post is about: what it may administer, else its duties, else its rank.
ADMINISTRATORS = (
    ("audit.read", "audit-administrator"), ("jobs.manage", "system-administrator"),
    ("access.define", "security-administrator"), ("organization.manage", "unit-administrator"),
    ("supervision.order", "supervisor"),
)  # fmt: skip
DUTIES = (
    (Duty.WINDOW, "window-clerk"), (Duty.SEAL_KEEPER, "seal-keeper"), (Duty.REGISTRAR, "registrar"), (Duty.RECEIVER, "registrar"),
    (Duty.VETTER, "vetter"), (Duty.DOCUMENT_MANAGER, "registrar"),
)  # fmt: skip


@staff
@require_safe
def open_help(request: HttpRequest) -> HttpResponse:
    """The chapter for where the reader comes from; from anywhere else that of his post; within the manual its index."""
    came_from = _page_before(request)
    known = PLACES.get(came_from) or PLACES.get(came_from.partition(":")[0])
    name, section = known or (_chapter_of(request), "")
    address = reverse("workbench:help-chapter", args=[name])
    return redirect(f"{address}#{section}" if section else address)


@staff
@require_safe
def chapter(request: HttpRequest, name: str) -> HttpResponse:
    """One chapter, with the way to the others."""
    others = [c for c in manual.chapters().values() if c.name != manual.INDEX]
    context = {"chapter": manual.chapter(name), "chapters": others, "own": _chapter_of(request)}
    return render(request, "workbench/help.html", context)


@staff
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the manual, with the answer 304 where the browser has it."""
    response = serve(request, name, document_root=str(manual.FOLDER / "images"))
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _page_before(request: HttpRequest) -> str:
    """The URL name of the page that the reader was on; "" when that is not one of ours."""
    try:
        return resolve(urlsplit(request.headers.get("Referer", "")).path).view_name or ""
    except Resolver404:
        return ""


def _chapter_of(request: Any) -> str:
    """The chapter of the post that the reader acts in, and of what he administers."""
    if name := next((name for code, name in ADMINISTRATORS if permission_check()(request, code)), ""):
        return name
    post = Post.objects.filter(pk=request.actor.post_id).select_related("unit").first()
    if post is None:
        return "basics"
    if name := next((name for duty, name in DUTIES if duty in post.duties), ""):
        return name
    if post.rank == PostKind.STAFF:
        return "drafter"
    return "section-head" if post.unit.form == UnitKind.SECTION else "leader"
