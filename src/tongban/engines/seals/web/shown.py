"""Seals in the words of the screens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime

from tongban.engines.seals import queries, rules
from tongban.engines.seals.contracts import SORTS, Act, State
from tongban.engines.seals.models import Seal, SealChange
from tongban.foundation.ui import api as ui

STATES = {
    State.VALID: ("done", "有效"),
    State.SUSPENDED: ("paused", "停用"),
    State.CANCELLED: ("future", "已注销"),
    State.DESTROYED: ("future", "已销毁"),
}
ACTS = {
    Act.MADE: "制发", Act.TAKEN: "启用", Act.CHANGED: "修改密码", Act.HANDED: "交接", Act.SUSPENDED: "停用",
    Act.RESUMED: "恢复使用", Act.LOCKED: "密码锁定", Act.RELEASED: "解锁", Act.RENEWED: "证书续期",
    Act.CANCELLED: "注销", Act.DESTROYED: "销毁",
}  # fmt: skip


def state_of(seal: Seal, *, at: datetime) -> tuple[str, str]:
    """Mark and word of where the seal stands, the most pressing first."""
    if seal.state != State.VALID:
        return STATES[State(seal.state)]
    if seal.locked_at:
        return ("returned", "已锁定")
    if seal.valid_to < at:
        return ("returned", "证书过期")
    return ("wait", "待启用") if seal.must_change_password else STATES[State.VALID]


def row(seal: Seal, *, at: datetime) -> dict[str, Any]:
    """One seal as a line of a list."""
    left = rules.days_left(seal.valid_to, at=at)
    soon = seal.state in rules.LIVE and rules.expires_soon(seal.valid_to, at=at)
    return {
        "seal": seal, "sort": SORTS[seal.sort].label, "state": state_of(seal, at=at), "gone": seal.keeper.left_at,
        "days": max(left, 0) if soon else None,
    }  # fmt: skip


def rows(seals: Iterable[Seal], *, at: datetime) -> list[dict[str, Any]]:
    return [row(seal, at=at) for seal in seals]


def facts(seal: Seal) -> list[ui.Fact]:
    """What a seal is, for its card."""
    certificate = queries.certificate_of(seal)
    size = f"{seal.width:.0f} 毫米" if seal.width == seal.height else f"{seal.width:.0f} × {seal.height:.0f} 毫米"
    known = [
        ("单位", seal.unit.name),
        ("种类", SORTS[seal.sort].label),
        ("尺寸", size),
        ("保管人", seal.keeper.name + ("（已离任）" if seal.keeper.left_at else "")),
        ("制发", f"{day(seal.made_at)} {seal.made_by}"),
        ("证书", f"{day(certificate.not_before)} 至 {day(certificate.not_after)}"),
        ("证书编号", f"{certificate.serial:X}"),
    ]
    if seal.state_reason:
        known.append(("原因", seal.state_reason))
    return [ui.Fact(label=label, value=value) for label, value in known]


def life(lines: Iterable[SealChange]) -> list[tuple[str, SealChange]]:
    """What happened to a seal: the word, and the line."""
    return [(ACTS[Act(line.act)], line) for line in lines]


def impression(seal: Seal) -> HttpResponse:
    """The picture of a seal, for those who see the seal. It is shown as an image and can run nothing."""
    response = HttpResponse(seal.svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, no-store"
    return response


def day(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d}"
