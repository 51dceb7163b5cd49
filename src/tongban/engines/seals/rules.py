"""What must hold of seals, on plain values: the order of their life, passwords, locks, the time of certificates."""

from datetime import datetime, timedelta

from tongban.engines.seals.contracts import SORTS, Act, State
from tongban.kernel.errors import Conflict, Invalid

PASSWORD_LENGTH = 8
LOCK_AFTER = 5
WARN_DAYS = 60
LIVE = (State.VALID, State.SUSPENDED)  # of these a unit has one of a sort
NEXT = {
    State.VALID: frozenset({State.SUSPENDED, State.CANCELLED}),
    State.SUSPENDED: frozenset({State.VALID, State.CANCELLED}),
    State.CANCELLED: frozenset({State.DESTROYED}),
    State.DESTROYED: frozenset(),
}
ACT_OF = {
    State.VALID: Act.RESUMED,
    State.SUSPENDED: Act.SUSPENDED,
    State.CANCELLED: Act.CANCELLED,
    State.DESTROYED: Act.DESTROYED,
}


def require_change(old: str, new: str, *, reason: str) -> None:
    """Conflict for a step that the life of a seal does not have; Invalid without a reason, which every ending needs."""
    if State(new) not in NEXT[State(old)]:
        raise Conflict("印章现在的状态不能这样变更，请刷新页面看最新状态。", code="seals.state")
    if new != State.VALID and not reason.strip():
        raise Invalid({"reason": "请写明原因。"})


def require_password(password: str, *, old: str = "", field: str = "password") -> None:
    """Invalid for a seal password that is too weak, or the same as the old one."""
    if len(password) < PASSWORD_LENGTH or password.isdigit() or password.isalpha():
        message = f"印章密码至少 {PASSWORD_LENGTH} 位，要有字母和数字。"
        raise Invalid({field: message}, code="seals.weak-password")
    if old and password == old:
        raise Invalid({field: "新的印章密码不能与原来的相同。"}, code="seals.same-password")


def require_sort(sort: str) -> None:
    if sort not in SORTS:
        raise Invalid({"sort": "请从列表中选择印章种类。"})


def tries_left(failures: int) -> int:
    """How many wrong passwords in a row are left before the lock."""
    return max(0, LOCK_AFTER - failures)


def days_left(valid_to: datetime, *, at: datetime) -> int:
    """Whole days until the certificate ends; negative once it has."""
    return (valid_to - at) // timedelta(days=1)


def expires_soon(valid_to: datetime, *, at: datetime) -> bool:
    """Whether the certificate is to be renewed now: it ends within WARN_DAYS, or has ended."""
    return days_left(valid_to, at=at) < WARN_DAYS
