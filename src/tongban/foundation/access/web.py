"""角色 and 授权 in the console: what roles there are, what each gives, who holds them; give and take back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.access import granting, operations
from tongban.foundation.access.contracts import RoleClass
from tongban.foundation.access.granting import DEFINE, GRANT
from tongban.foundation.access.models import Role
from tongban.foundation.access.registry import permissions
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui.api import Figure, Form, Listing, needs
from tongban.kernel.errors import Conflict, NotAllowed, NotFound
from tongban.kernel.now import now

LEVELS = {
    RoleClass.SUPER_ADMIN: "超级系统管理员", RoleClass.UNIT_ADMIN: "单位系统管理员", RoleClass.SYSTEM_ADMIN: "三员：系统",
    RoleClass.SECURITY_ADMIN: "三员：安全保密", RoleClass.AUDIT_ADMIN: "三员：审计", RoleClass.OFFICER: "单位职责",
    RoleClass.USER: "普通用户",
}  # fmt: skip
EVERYWHERE = "all"  # the choice of a grant over the whole installation


def unit_or_everywhere(value: str) -> int | None:
    return None if value == EVERYWHERE else int(value)


class RoleForm(Form):
    name = forms.CharField(label="角色名称", max_length=60)
    description = forms.CharField(label="说明", max_length=200, required=False)
    rights = forms.MultipleChoiceField(label="权限", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = [(p.code, p.label) for p in granting.rights_on_offer()]


class GrantForm(Form):
    role = forms.TypedChoiceField(label="角色", coerce=int)
    unit = forms.TypedChoiceField(label="范围", coerce=unit_or_everywhere)
    below = forms.BooleanField(label="包括下属单位", required=False)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = now()
        units = granting.units_to_give(viewer, at=at)
        rows = (Unit.objects.filter(valid_to=None) if units is None else units).select_related("organ")
        self.fields["role"].choices = [("", "请选择"), *((r.pk, r.name) for r in granting.roles_to_give(viewer, at=at))]
        everywhere = [(EVERYWHERE, "整个平台")] if units is None else []
        self.fields["unit"].choices = everywhere + [(u.pk, u.full_name) for u in rows.order_by("order", "pk")]


@needs(GRANT, DEFINE)
@require_safe
def roles(request: Any) -> HttpResponse:
    """Every role with its class, its rights and how many hold it."""
    found = [(role, LEVELS[RoleClass(role.level)]) for role in granting.all_roles(at=now())]
    defines = granting.defines(request.actor, at=now())
    figures = _figures(granting.classes(at=now())) if defines else []
    return render(request, "access/roles.html", {"rows": found, "may_define": defines, "figures": figures})


def _figures(found: granting.Classes) -> list[Figure]:
    counts = [("系统管理员", found.administrators), ("工作人员", found.staff), ("监察人员", found.supervisors)]
    return [Figure(label=label, value=f"{count:,}", unit="人") for label, count in counts]


@needs(DEFINE)
def new_role(request: Any) -> HttpResponse:
    """A role of the installation's own."""
    form = RoleForm(request.POST or None)
    given = {"actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.define_role, **form.values(), **given)
    ):
        messages.success(request, f"已建立角色“{form.result.name}”。")
        return redirect("access:role", form.result.pk)
    return render(request, "access/role_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(GRANT, DEFINE)
@require_safe
def role(request: Any, pk: int) -> HttpResponse:
    """What a role gives, and who in the viewer's units holds it."""
    at, found = now(), granting.role_by(pk)
    rights = [permissions[code].label if code in permissions else code for code in granting.rights_of(found)]
    context = {
        "role": found, "level": LEVELS[RoleClass(found.level)], "rights": rights,
        "grants": granting.grants(request.actor, at=at, role=pk)[:100],
        "may_change": not found.built_in and granting.defines(request.actor, at=at),
    }  # fmt: skip
    return render(request, "access/role.html", context)


@needs(DEFINE)
def change_role(request: Any, pk: int) -> HttpResponse:
    """Whoever holds it has the new rights at once. Built-in roles are the product's."""
    found = granting.role_by(pk)
    start = {"name": found.name, "description": found.description, "rights": granting.rights_of(found)}
    form = RoleForm(request.POST or None, initial=start)
    given = {"role": found, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.change_role, **form.values(), **given)
    ):
        messages.success(request, "已保存。持有这个角色的人马上按新的权限办理。")
        return redirect("access:role", pk)
    return render(request, "access/role_form.html", {"form": form, "role": found}, status=422 if form.errors else 200)


@needs(GRANT)
@require_safe
def grants(request: Any) -> HttpResponse:
    """Who holds what now."""
    text = request.GET.get("q", "").strip()
    listing = Listing(request, sorts={"role": ("role_id", "pk")}, default="role")
    page = listing.page(granting.grants(request.actor, at=now(), text=text))
    return render(request, "access/grants.html", {"page": page, "q": text, "listing": listing})


@needs(GRANT)
@require_safe
def choose(request: Any) -> HttpResponse:
    """授权, first: to which person or post."""
    text, at = request.GET.get("q", "").strip(), now()
    context: dict[str, Any] = {"q": text}
    if text:
        context |= {
            "people": granting.people_found(request.actor, text, at=at),
            "posts": granting.posts_found(request.actor, text, at=at),
        }
    return render(request, "access/choose.html", context)


@needs(GRANT)
def give(request: Any, kind: str, pk: int) -> HttpResponse:
    """授权, then: which role, over what."""
    if kind not in ("person", "post"):
        raise NotFound()
    to = granting.receiver_of_rights(request.actor, kind, pk, at=now())
    form = GrantForm(request.POST or None, viewer=request.actor, initial={"unit": to.unit_id})
    if request.method == "POST" and form.is_valid() and _given(request, form, to):
        messages.success(request, f"已授予{to}“{form.result.role.name}”。")
        return redirect("access:grants")
    held = granting.grants(request.actor, at=now()).filter(**{kind: to})
    context = {"form": form, "to": to, "kind": kind, "held": held}
    return render(request, "access/give.html", context, status=422 if form.errors else 200)


def _given(request: Any, form: GrantForm, to: Any) -> bool:
    """False with the reason above the form when it is refused; what was chosen stays chosen."""
    chosen = form.values()
    target = {
        "role": Role.objects.get(pk=chosen["role"]), "to": to, "below": chosen["below"],
        "unit": Unit.objects.filter(pk=chosen["unit"]).first() if chosen["unit"] else None,
    }  # fmt: skip
    try:
        return form.carry_out(operations.grant, **target, actor=request.actor, at=now())
    except (Conflict, NotAllowed) as error:
        form.add_error(None, error.message)
        return False


@needs(GRANT)
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    """收回."""
    at = now()
    found = granting.grant_by(request.actor, pk, at=at)
    operations.revoke(given=found, actor=request.actor, at=at)
    messages.success(request, f"已收回{found.person or found.post}的“{found.role.name}”。")
    return redirect("access:grants")
