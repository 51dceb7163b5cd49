"""What the seal office does with a seal, each act on a page of its own that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tongban.engines.seals import queries, rules
from tongban.engines.seals.contracts import State
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.keep import hand_over, release
from tongban.engines.seals.operations.make import renew
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.web import choices, shown
from tongban.engines.seals.web.forms import HandOverForm, PlainForm, ReasonForm, sent
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act: its word, what it brings about, when it fits, its form, and the operation with its arguments."""

    name: str
    label: str
    text: str
    fits: Callable[[Seal], bool]
    operation: Callable[..., Any]
    form: type[ui.Form] = ReasonForm
    state: State | None = None
    bad: bool = False

    def arguments(self, form: ui.Form) -> dict[str, Any]:
        given = form.values()
        if isinstance(form, HandOverForm):
            given["to"] = form.person()
        if self.state is not None:
            given = {"state": self.state, "reason": given.get("reason", "")}
        return given


def _state(name: str, label: str, text: str, state: State, *, bad: bool = False) -> ActPage:
    form = PlainForm if state == State.VALID else ReasonForm
    return ActPage(
        name, label, text, lambda seal: state in rules.NEXT[State(seal.state)], change_state, form, state, bad
    )


def _live(seal: Seal) -> bool:
    return seal.state in rules.LIVE


ACTS = (
    ActPage(
        "hand-over", "交接", "新保管人要当面从原保管人那里得到现在的密码，改成自己的以后才能用印。原保管人立即不能再用印。",
        _live, hand_over, HandOverForm,
    ),
    ActPage(
        "release", "解锁", "连续输错密码后锁定的印章恢复可用，密码不变。请先当面核实保管人的身份。",
        lambda seal: seal.locked_at is not None, release,
    ),
    ActPage("renew", "证书续期", "签发新的证书，印模、密钥和密码不变。", _live, renew, PlainForm),
    _state("suspend", "停用", "停用期间不能用印，可以恢复。", State.SUSPENDED),
    _state("resume", "恢复使用", "停用的印章可以重新用印。", State.VALID),
    _state(
        "cancel", "注销", "注销后不能恢复，证书列入吊销列表；已盖的文件保持原样。单位可以另制一枚。", State.CANCELLED, bad=True
    ),
    _state("destroy", "销毁", "删除印章的密钥，不能恢复。实物印章、介质的销毁情况写在原因里。", State.DESTROYED, bad=True),
)  # fmt: skip


def acts_of(seal: Seal) -> list[ActPage]:
    """What can be done with the seal now."""
    return [act for act in ACTS if act.fits(seal)]


@ui.needs("seals.make")
def act(request: Any, pk: int, name: str) -> HttpResponse:
    """The page of one act, and the act."""
    found = queries.seal_to_manage(request.actor, pk, at=now())
    page = next((a for a in acts_of(found) if a.name == name), None)
    if page is None:
        raise NotFound()
    form = _form(page, found, sent(request))
    given = {"seal": found, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(page.operation, **page.arguments(form), **given):
        messages.success(request, f"已{page.label}：{found.name}。")
        return redirect("console-seals:seal", pk)
    context = {**shown.row(found, at=now()), "form": form, "act": page}
    return render(request, "seals/office/act.html", context, status=422 if form.errors else 200)


def _form(page: ActPage, seal: Seal, typed: dict[str, Any]) -> ui.Form:
    if page.form is HandOverForm:
        people = [p for p in choices.keepers(seal.unit, at=now()) if p.id != seal.keeper_id]
        return HandOverForm(**typed, people=people)
    return page.form(**typed)
