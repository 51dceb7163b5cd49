"""A step that several may do (a duty, a group): 认领 takes it to one's own desk, 放回 gives it back to all of them."""

from datetime import datetime

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Desk, Said, hand_on, take
from tongban.engines.flow.rules import OPINION_LENGTH
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation


@operation(may="flow.act", on="work")
def claim(*, work: Work, actor: Actor, at: datetime) -> Work:
    """认领: the step is the actor's alone, as a row of its own. Conflict where nobody else has it."""
    hand = take(work, actor=actor, at=at)
    old, mine = hand.work, inbox.person_key(actor.person_id or 0)
    if old.pool is not None or list(old.keys) == [mine]:
        raise Conflict("这一步已经只由您办理，不用认领。", code="flow.has-it-already")
    pool = {"keys": list(old.keys), "names": old.names}
    new = hand_on(
        hand, Said(Work.TRANSFERRED, "认领", "claim"), [Desk((mine,), actor.name), *Desk.queue_of(old)], pool=pool
    )
    note(step=old.step)
    return new


@operation(may="flow.act", on="work")
def put_back(*, work: Work, reason: str, actor: Actor, at: datetime) -> Work:
    """放回: everybody who had it before has it again."""
    hand = take(work, actor=actor, at=at)
    pool = hand.work.pool
    if pool is None:
        raise Conflict("这一步不是认领来的，不能放回。", code="flow.not-claimed")
    said = Said(Work.TRANSFERRED, f"放回。{reason.strip()}"[:OPINION_LENGTH], "put-back")
    new = hand_on(hand, said, [Desk(tuple(pool["keys"]), pool["names"]), *Desk.queue_of(hand.work)])
    note(step=hand.work.step)
    return new
