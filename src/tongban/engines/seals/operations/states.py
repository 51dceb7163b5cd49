"""停用, 恢复, 注销, 销毁."""

from datetime import datetime

from tongban.engines.seals import rules
from tongban.engines.seals.contracts import State
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.life import held, write_line
from tongban.kernel.actor import Actor
from tongban.kernel.operations import enqueue, operation


@operation(may="seals.make", on="seal")
def change_state(*, seal: Seal, state: State, reason: str, actor: Actor, at: datetime) -> Seal:
    """One step of the seal's life. A cancelled seal never comes back and its certificates are revoked; a destroyed one has no key."""
    seal = held(seal)
    rules.require_change(seal.state, state, reason=reason)
    seal.state, seal.state_at = state, at
    seal.state_reason = "" if state == State.VALID else reason.strip()[:200]
    seal.save(update_fields=["state", "state_at", "state_reason"])
    write_line(seal, rules.ACT_OF[state], reason.strip())
    if state == State.CANCELLED:
        enqueue("seals.publish_revocations", dedupe_key="seals.publish_revocations")
    if state == State.DESTROYED:
        enqueue("seals.destroy_key", key=seal.key_reference)
    return seal
