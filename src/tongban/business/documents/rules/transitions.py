"""The enforced order of issuing (F-OD-28): sign, number, lay out, seal, distribute. A step out of order is refused."""

from tongban.business.documents.contracts import State
from tongban.kernel.errors import Conflict

NEEDS = {
    "number": (State.SIGNED, "还没有签发，不能编号。请先签发。"),
    "lay_out": (State.NUMBERED, "还没有编号，不能制版。请先编号。"),
    "seal": (State.LAID_OUT, "还没有版式文件，不能用印。请先制版。"),
    "distribute": (State.SEALED, "还没有用印，不能分发。请先用印。"),
}
EDITABLE = frozenset({State.DRAFT, State.REVIEW})


def require_turn(act: str, state: str, *, number: str = "word", seal: str = "unit") -> None:
    """Raise Conflict unless the act's turn has come; kinds without number or seal skip theirs."""
    needed, message = NEEDS[act]
    reached = {needed}
    if act == "lay_out" and number == "none":
        reached.add(State.SIGNED)
    if act == "distribute" and seal == "none":
        reached.add(State.LAID_OUT)
    if State(state) not in reached:
        raise Conflict(message, code=f"documents.order.{act}")


def require_editable(state: str) -> None:
    """After 签发 the body is frozen; a substantive change goes back to the signer."""
    if State(state) not in EDITABLE:
        raise Conflict("已经签发，正文已锁定。需要实质性修改的，请退回签发人。", code="documents.frozen")
