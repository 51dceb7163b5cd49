"""Which act a state allows."""

from tongban.business.casework.contracts import State

ALLOWED: dict[str, frozenset[State]] = {
    "resubmit": frozenset({State.SUPPLEMENT}),
    "screen": frozenset({State.SUBMITTED}),
    "conduct": frozenset({State.ACCEPTED}),
    "decide": frozenset({State.ACCEPTED}),
    "deliver": frozenset({State.GRANTED, State.DENIED}),
    "withdraw": frozenset({State.SUBMITTED, State.SUPPLEMENT, State.ACCEPTED}),
    "rate": frozenset({State.GRANTED, State.DENIED, State.REJECTED}),
}
LABELS = {
    State.SUBMITTED: "待受理", State.SUPPLEMENT: "待补正", State.ACCEPTED: "办理中", State.GRANTED: "准予许可",
    State.DENIED: "不予许可", State.REJECTED: "不予受理", State.WITHDRAWN: "已撤回",
}  # fmt: skip
MARKS = {
    "submitted": "wait", "supplement": "returned", "accepted": "taken", "granted": "done", "denied": "done",
    "rejected": "done", "withdrawn": "future",
}  # fmt: skip
FINISHED = frozenset({State.GRANTED, State.DENIED, State.REJECTED, State.WITHDRAWN})


def allowed(act: str, state: str) -> bool:
    return State(state) in ALLOWED[act]
