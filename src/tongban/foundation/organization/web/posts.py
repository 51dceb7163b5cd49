"""Posts of a unit, and hiring into them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.foundation.organization import forms
from tongban.foundation.organization.contracts import Duty, PersonData, PostData, PostKind
from tongban.foundation.organization.models import Post
from tongban.foundation.organization.operations import change_post, close_post, create_post, hire
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.web.pages import answer, at_once
from tongban.foundation.organization.web.unit_forms import page_of
from tongban.foundation.ui.api import needs
from tongban.kernel.now import now


@needs(managed.MANAGE)
def new_post(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    page = page_of(unit, "新增岗位", done="岗位已新增。")
    form = forms.PostForm(request.POST or None)
    return answer(request, form, page, create_post, lambda given: {"unit": unit, "data": _post_data(given)})


@needs(managed.MANAGE)
def change(request: Any, pk: int) -> HttpResponse:
    post = managed.post_for(request.actor, pk, now())
    form = forms.PostForm(
        request.POST or None, initial={n: getattr(post, n) for n in ("title", "rank", "duties", "order", "single")}
    )
    page = page_of(post.unit, f"修改岗位：{post.title}")
    return answer(request, form, page, change_post, lambda given: {"post": post, "data": _post_data(given)})


@needs(managed.MANAGE)
@require_POST
def close(request: Any, pk: int) -> HttpResponse:
    post = managed.post_for(request.actor, pk, now())
    return at_once(request, close_post, done="岗位已撤销。", back=reverse("units:unit", args=[post.unit_id]), post=post)


@needs(managed.MANAGE)
def new_person(request: Any, pk: int) -> HttpResponse:
    """新增人员 (F-ID-08): the account is made with the initial password."""
    unit = managed.unit_for(request.actor, pk, now())
    posts = Post.objects.filter(unit=unit, closed_at=None).order_by("order", "pk")
    form = forms.HireForm(request.POST or None)
    forms.offer(form, "post", [("", "请选择"), *((p.pk, p.title) for p in posts)])
    page = page_of(unit, "新增人员", done="人员已新增，账号用初始密码登录后须修改密码。")
    return answer(request, form, page, hire, lambda given: _hiring(unit, posts, given))


@needs(managed.MANAGE)
@require_POST
def duties(request: Any, pk: int, holding_pk: int) -> HttpResponse:
    """修改角色 (F-ID-15): the roles of document flow that are ticked on the page of a person are the duties of his post."""
    holding = managed.holding_for(request.actor, holding_pk, now())
    post, known = holding.post, {str(duty) for duty in Duty}
    ticked = tuple(Duty(code) for code in dict.fromkeys(request.POST.getlist("duties")) if code in known)
    data = PostData(title=post.title, rank=PostKind(post.rank), duties=ticked, order=post.order, single=post.single)
    back = reverse("people:person", args=[holding.person_id])
    return at_once(request, change_post, done="角色已修改，即时生效。", back=back, post=post, data=data)


def _hiring(unit: Any, posts: Any, given: dict[str, Any]) -> dict[str, Any]:
    post, username = posts.get(pk=given.pop("post")), given.pop("username")
    return {"unit": unit, "post": post, "username": username, "data": PersonData(**given)}


def _post_data(given: dict[str, Any]) -> PostData:
    duties = tuple(Duty(d) for d in given["duties"])
    return PostData(**{**given, "rank": PostKind(given["rank"]), "duties": duties})
