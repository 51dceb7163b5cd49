"""催办 of the steps that are open: whoever has one is told, and finds the reminder beside it (F-IN-12)."""

from datetime import datetime

from tongban.business.documents.models import Document, Incoming, Urging
from tongban.business.documents.rules import secrecy
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import note, operation

PLAIN = "请尽快办理。"
LONGEST = 300


@operation(may="documents.urge", on="thing")
def urge(*, thing: Document | Incoming, text: str, by_sms: bool, actor: Actor, at: datetime) -> Urging:
    """Remind everybody who has a step of the document now. A short message names the step, never the document."""
    secrecy.refuse_secret("", text)
    works = flow.open_works(thing.reference)
    people = inbox.people_with({key for work in works for key in work.keys}, at=at)
    if not people - {actor.person_id}:
        raise Conflict("现在没有别人在办理，不需要催办。", code="documents.nobody-to-urge")
    steps = "，".join(f"{work.names} {work.step}" for work in works)
    urging = Urging.objects.create(
        steps=steps[:300], text=(text.strip() or PLAIN)[:LONGEST], by_name=actor.name, by_sms=by_sms, at=at,
        **pointing_at(thing.reference),
    )  # fmt: skip
    title = f"催办：{'、'.join(dict.fromkeys(work.step for work in works))}"
    channels = (notifications.APP, notifications.SMS) if by_sms else (notifications.APP,)
    body = f"{actor.name}：{urging.text}"
    notifications.notify(
        sorted(people - {actor.person_id}), title=title, body=body, reference=thing.reference, channels=channels
    )
    note(steps=urging.steps, sms=by_sms)
    return urging
