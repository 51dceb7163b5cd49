"""我的企业: registering one, its agents, and for whom I act now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.members import operations, queries, verifying
from tongban.foundation.members.contracts import Role
from tongban.foundation.members.doors import real_named, signed_in
from tongban.foundation.members.middleware import CHOSEN_ENTERPRISE
from tongban.foundation.members.models import Agent
from tongban.foundation.members.web import forms
from tongban.foundation.members.web.account import verified
from tongban.foundation.members.web.steps import onward, shown
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@signed_in
@require_safe
def enterprises(request: Any) -> HttpResponse:
    context = {
        "member": request.member,
        "agencies": queries.agencies_of(request.member),
        "invitations": queries.invitations_of(request.member),
        "acting": request.enterprise,
    }
    return render(request, "members/enterprises.html", context)


@real_named
def new_enterprise(request: Any) -> HttpResponse:
    form = forms.EnterpriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and verified(form, verifying.verify_enterprise, request):
        messages.success(request, "企业已登记，您是负责人。")
        return redirect("members:enterprises")
    return shown(request, "members/new_enterprise.html", form, ready=verifying.verifier() is not None)


@real_named
def agents(request: Any, uid: UUID) -> HttpResponse:
    """The agents of an enterprise: the owner invites and dismisses them, the others see who acts."""
    agency = _agency(request, uid)
    leads = agency.role == Role.OWNER
    form = forms.AgentForm(request.POST or None) if leads else forms.AgentForm()
    if request.method == "POST" and form.is_valid():
        given = {"enterprise": agency.enterprise, **form.values()}
        if form.carry_out(operations.invite_agent, **given, actor=request.actor, at=now()):
            messages.success(request, "邀请已发出。对方登录后，在“我的企业”里确认。")
            return redirect("members:agents", uid=uid)
    context = {"enterprise": agency.enterprise, "agents": queries.agents_of(agency.enterprise), "leads": leads}
    return shown(request, "members/agents.html", form, own=agency, **context)


@signed_in
@require_POST
def confirm_agent(request: Any, pk: int) -> HttpResponse:
    invitation = queries.invitations_of(request.member).filter(pk=pk).first()
    if invitation is None:
        raise NotFound("这个邀请已经失效。")
    operations.confirm_agent(member=request.member, agent=invitation, actor=request.actor, at=now())
    messages.success(request, f"您已是{invitation.enterprise.name}的经办人。")
    return redirect("members:enterprises")


@signed_in
@require_POST
def end_agent(request: Any, pk: int) -> HttpResponse:
    """Dismissed by the owner, left by the agent, declined by whoever was invited."""
    agent = queries.agents_that_concern(request.member).filter(pk=pk).first()
    if agent is None:
        raise NotFound
    operations.end_agent(agent=agent, actor=request.actor, at=now())
    messages.success(request, "已解除。")
    return redirect("members:enterprises")


@signed_in
@require_POST
def act_for(request: Any) -> HttpResponse:
    """For myself, or for one of my enterprises: what I apply for from now on is applied for in its name."""
    uid = request.POST.get("enterprise", "")
    request.session[CHOSEN_ENTERPRISE] = _agency(request, UUID(uid)).enterprise_id if uid else None
    return onward(request)


def _agency(request: Any, uid: UUID) -> Agent:
    found = queries.agencies_of(request.member).filter(enterprise__uid=uid).first()
    if found is None:
        raise NotFound
    return found
