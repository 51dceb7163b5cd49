"""What cases do with the news of others, and with what comes from the public zone: one operation each, under the parcel's own key.

Of what comes online, what the applicant has to know (the item was withdrawn, the same application is running) becomes a reason
for him; what only the office can put right (no window, no series) stays with the parcel for the administrator.
"""

from typing import Any

from tongban.business.casework.contracts import (
    CASE,
    SUPPLEMENT,
    Applicant,
    Application,
    Channel,
    Filed,
    Given,
    Opened,
    Origin,
    Party,
    Rated,
    Sent,
    Supplemented,
    Withdrawn,
)
from tongban.business.casework.models import Case, Letter, NotTaken
from tongban.business.casework.operations.decide import rate, withdraw
from tongban.business.casework.operations.online import open_letter, publish_state, refuse_online
from tongban.business.casework.operations.screen import deem_accepted
from tongban.business.casework.operations.submit import RUNNING, resubmit, submit
from tongban.business.catalog import api as catalog
from tongban.business.licenses import api as licenses
from tongban.engines.exchange import api as exchange
from tongban.foundation.clocks import api as clocks
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated, Conflict, Invalid, NotFound
from tongban.kernel.now import now
from tongban.kernel.plain import from_plain

ONLINE = system_actor("网上申请")


def was_silence(event: clocks.ClockPassed) -> bool:
    """The five days to ask for supplements are over."""
    return event.code == SUPPLEMENT and event.mark == 0


def silence(event: clocks.ClockPassed) -> None:
    """视为受理 (行政许可法 §32)."""
    case = Case.objects.get(pk=event.subject.id)
    deem_accepted(case=case, actor=system_actor("视为受理"), at=now())


def licensed(event: licenses.LicenseIssued) -> None:
    """The licence of a case counts: its public state has the check code from now on."""
    case = Case.objects.filter(pk=event.subject.id).first() if event.subject.kind == Case.kind else None
    if case is not None:
        exchange.announce(topic=CASE, key=case.key)


def application(arrived: exchange.Arrived) -> None:
    """收件: a case, or the reason why there is none."""
    filed = from_plain(Filed, arrived.body)
    version = catalog.numbered(filed.item, filed.version)
    origin = Origin(
        uid=filed.uid, receipt=filed.receipt, code=filed.code, form=filed.form, level=filed.party.level, consents=filed.consents
    )  # fmt: skip
    given = Application(
        applicant=_applicant(filed.party), data=filed.data, materials=_given(filed.materials, arrived), channel=Channel.WEB,
        origin=origin,
    )  # fmt: skip
    try:
        submit(version=version, application=given, actor=ONLINE, at=filed.submitted_at, request_key=arrived.request_key)
    except Anticipated as error:
        if not _for_the_applicant(error):
            raise
        refuse_online(
            version=version, origin=origin, applicant=filed.party.name, reason=_said(error), actor=ONLINE, at=filed.submitted_at,
            request_key=f"{arrived.request_key}:refused",
        )  # fmt: skip


def supplement(arrived: exchange.Arrived) -> None:
    """补正."""
    sent = from_plain(Supplemented, arrived.body)
    if case := _case(sent.uid):
        who = Applicant(name=case.applicant, code=case.applicant_code, agent=case.agent, phone=case.phone)
        given = Application(
            applicant=who, data=sent.data, materials=_given(sent.materials, arrived), channel=Channel.WEB
        )
        _carry_out(resubmit, arrived, case, application=given, at=sent.at)


def rating(arrived: exchange.Arrived) -> None:
    """好差评."""
    rated = from_plain(Rated, arrived.body)
    if case := _case(rated.uid):
        _carry_out(
            rate, arrived, case, stars=rated.stars, points=list(rated.points), comment=rated.comment, at=rated.at
        )


def withdrawal(arrived: exchange.Arrived) -> None:
    """撤回申请."""
    withdrawn = from_plain(Withdrawn, arrived.body)
    if case := _case(withdrawn.uid):
        _carry_out(withdraw, arrived, case, reason=withdrawn.reason, at=withdrawn.at)


def opened(arrived: exchange.Arrived) -> None:
    """A letter was opened by its applicant."""
    told = from_plain(Opened, arrived.body)
    letter = Letter.objects.filter(uid=told.letter, case__source=told.uid).select_related("case").first()
    if letter is None:
        raise NotFound("没有这份文书。")
    open_letter(letter=letter, actor=ONLINE, at=told.at, request_key=arrived.request_key)


def _carry_out(operation: Any, arrived: exchange.Arrived, case: Case, **given: Any) -> None:
    """What the case does not allow any more (somebody was first) changes nothing: its state is told once more."""
    try:
        operation(case=case, actor=ONLINE, request_key=arrived.request_key, **given)
    except Conflict as error:
        key = f"{arrived.request_key}:told"
        publish_state(case=case, refused=error.code, actor=ONLINE, at=given["at"], request_key=key)


def _case(source: str) -> Case | None:
    """The case of a submission; None where that was not taken in, NotFound where it is not known at all."""
    found = Case.objects.filter(source=source).first()
    if found is None and not NotTaken.objects.filter(source=source).exists():
        raise NotFound("没有这份网上申请。")
    return found


def _applicant(party: Party) -> Applicant:
    return Applicant(
        name=party.name, code=party.code, agent=party.agent, phone=party.phone, audience=party.audience
    )  # fmt: skip


def _given(materials: tuple[Sent, ...], arrived: exchange.Arrived) -> tuple[Given, ...]:
    return tuple(Given(key=sent.key, file=arrived.files[sent.file]) for sent in materials)


def _for_the_applicant(error: Anticipated) -> bool:
    return isinstance(error, Invalid | NotFound) or error.code == RUNNING


def _said(error: Anticipated) -> str:
    return " ".join(error.fields.values()) if isinstance(error, Invalid) and error.fields else error.message
