"""What I accepted, what is kept about me, taking it along, and closing the account."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.members import operations, own_data, queries
from tongban.foundation.members.contracts import AT_THE_DOOR, DOCUMENTS, VERSIONS, Document, holdings
from tongban.foundation.members.doors import own_account, signed_in
from tongban.foundation.members.operations.accounts import SEALED
from tongban.foundation.members.web import forms
from tongban.foundation.members.web.steps import onward, shown
from tongban.foundation.ui.api import public
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now


@public
@require_safe
def document(request: Any, name: str) -> HttpResponse:
    """《用户服务协议》 or 《隐私政策》, in the version that counts."""
    if name not in DOCUMENTS:
        raise NotFound
    shown_one = Document(name)
    context = {"title": DOCUMENTS[shown_one], "version": VERSIONS[shown_one]}
    return render(request, f"members/documents/{shown_one}.html", context)


@own_account
def consent(request: Any) -> HttpResponse:
    """A text has a new version, or was withdrawn: it is asked for before anything else."""
    wanted = queries.to_accept(request.member)
    if not wanted:
        return onward(request)
    form = forms.Agreed(request.POST or None)
    for name in set(AT_THE_DOOR) - set(wanted):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        given = {"member": request.member, "documents": form.agreed()}
        form.carry_out(operations.accept, **given, actor=request.actor, at=now())
        return onward(request)
    return shown(request, "members/consent.html", form, wanted=[(d, DOCUMENTS[d]) for d in wanted])


@signed_in
def own(request: Any) -> HttpResponse:
    """我的信息: everything that is kept, numbers masked; POST shows one of them in full, once, and is written down."""
    what = request.POST.get("what", "")
    if what:
        if what not in SEALED:
            raise NotFound
        operations.reveal(member=request.member, what=what, actor=request.actor, at=now())
    context = {
        "numbers": [(name, label, getattr(request.member, name)) for name, label in SEALED.items()],
        "what": what,
        "held": _held(request.member),
        "keeps": [(holding.label, holding.keeps) for holding in holdings.values() if holding.keeps],
        "consents": queries.consents_of(request.member),
        "documents": [(d, DOCUMENTS[d]) for d in DOCUMENTS],
    }
    return render(request, "members/own.html", context)


@signed_in
@require_POST
def own_file(request: Any) -> HttpResponse:
    """下载: the same as a file, numbers in full, for its owner to keep."""
    operations.export_own(member=request.member, actor=request.actor, at=now())
    said = {label: [list(line) for line in lines] for label, lines in own_data.everything(request.member).items()}
    answer = HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@signed_in
@require_POST
def withdraw(request: Any, name: str) -> HttpResponse:
    if name not in DOCUMENTS:
        raise NotFound
    operations.withdraw(member=request.member, document=Document(name), actor=request.actor, at=now())
    messages.success(request, f"已撤回对《{DOCUMENTS[Document(name)]}》的同意。")
    return redirect("members:own")


@own_account
@sensitive_post_parameters()
def close(request: Any) -> HttpResponse:
    """注销."""
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _closed(request, form):
        logout(request)
        messages.success(request, "账号已注销。")
        return redirect("portal:home")
    keeps = [(holding.label, holding.keeps) for holding in holdings.values() if holding.keeps]
    return shown(request, "members/close.html", form, keeps=keeps)


def _closed(request: Any, form: forms.CloseForm) -> bool:
    try:
        given = {"member": request.member, "password": form.cleaned_data["password"]}
        return form.carry_out(operations.close_account, **given, actor=request.actor, at=now())
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        return False


def _held(member: Any) -> dict[str, list[tuple[str, str]]]:
    """What the apps above keep: our own lines stand on the page by themselves."""
    return {h.label: h.read(member) for key, h in holdings.items() if not key.startswith("members.")}
