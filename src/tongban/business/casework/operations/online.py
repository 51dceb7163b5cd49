"""What comes of the public zone besides applications: what could not be taken in, letters that were read, states told anew."""

from datetime import datetime

from tongban.business.casework.contracts import CASE, Origin
from tongban.business.casework.models import Case, Letter, NotTaken
from tongban.business.casework.operations.common import held
from tongban.business.casework.operations.decide import hand_over, ready_to_deliver
from tongban.business.casework.rules.letters import DECISIONS
from tongban.business.catalog import api as catalog
from tongban.engines.exchange import api as exchange
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="casework.run", on="version")
def refuse_online(
    *, version: catalog.Version, origin: Origin, applicant: str, reason: str, actor: Actor, at: datetime
) -> NotTaken:
    """An online application that cannot be taken in: its applicant reads why, the window sees it."""
    made = NotTaken.objects.create(
        source=origin.uid, receipt=origin.receipt, query_code=origin.code, version=version, unit_id=version.unit_id,
        applicant=applicant[:120], reason=reason[:300], submitted_at=at, at=at,
    )  # fmt: skip
    exchange.announce(topic=CASE, key=origin.uid)
    note(receipt=origin.receipt)
    return made


@operation(may="casework.run", on="case")
def publish_state(*, case: Case, refused: str = "", actor: Actor, at: datetime) -> Case:
    """Tell the public zone how the case stands, because something else than it thought came first."""
    note(refused=refused)
    return held(case)


@operation(may="casework.run", on="letter")
def open_letter(*, letter: Letter, actor: Actor, at: datetime) -> Letter:
    """The applicant opened the sealed letter on the platform. Where he agreed to it, the decision is served by that (电子送达)."""
    case = held(letter.case)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.sealed_at is None:
        return letter
    if letter.opened_at is None:
        letter.opened_at = at
        letter.save(update_fields=["opened_at"])
    if case.electronic and letter.sort in DECISIONS and case.delivered_at is None and ready_to_deliver(case):
        hand_over(case, way="online", receiver=case.agent, actor=actor, at=at)
    return letter
