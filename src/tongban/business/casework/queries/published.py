"""What the public zone may know of a case (PublicCase): composed when it is carried, from the rows as they are then."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from tongban.business.casework.contracts import (
    LEGAL,
    NOT_TAKEN,
    PROMISED,
    SUPPLEMENT,
    Decision,
    Missing,
    PublicCase,
    PublicLetter,
    PublicStep,
    Sort,
    State,
)
from tongban.business.casework.models import Case, Letter, NotTaken
from tongban.business.casework.rules.letters import DECISIONS, TEMPLATES, remedies
from tongban.business.casework.rules.steps import LABELS, allowed
from tongban.business.licenses import api as licenses
from tongban.engines.exchange import api as exchange
from tongban.engines.flow import api as flow
from tongban.foundation.clocks import api as clocks
from tongban.kernel.plain import to_plain

HANDLING = ("inspect", "review")  # the steps of the process that the public sees besides the letters
REFUSALS = {State.DENIED.value: "本决定", State.REJECTED.value: "本通知"}


def published(key: str) -> exchange.Content | None:
    """The public state under a key: a submission's uid, or that of a case of the window."""
    by = {"source": key} if Case.objects.filter(source=key).exists() else {"uid": key, "source": ""}
    case = Case.objects.filter(**by).select_related("version__item", "unit", "rating").first()
    if case is not None:
        return _state_of(case)
    refused = NotTaken.objects.filter(source=key).select_related("version__item", "unit").first()
    return exchange.Content(to_plain(_refused(refused))) if refused else None


def published_keys() -> Iterable[str]:
    """Every case and refusal that the public zone knows."""
    yield from (source or str(uid) for source, uid in Case.objects.values_list("source", "uid").iterator())
    yield from NotTaken.objects.values_list("source", flat=True).iterator()


def _refused(row: NotTaken) -> PublicCase:
    return PublicCase(
        uid=row.source, source=row.source, receipt=row.receipt, code=row.query_code, item=str(row.version.item.uid),
        item_name=row.version.name, unit=row.unit.name, phone=row.version.content.phone, state=NOT_TAKEN, label="未能收件",
        reason=row.reason, steps=(PublicStep(label="提交申请", at=row.submitted_at),),
    )  # fmt: skip


def _state_of(case: Case) -> exchange.Content:
    """Letters with their files and the decision go along only to somebody who applied online; what is missing to everybody who has
    number and 查询码."""
    letters = list(case.letters.select_related("sealed_file__blob").order_by("made_at", "pk"))
    content, due, own = case.version.content, _due(case), bool(case.source)
    licence, files = licenses.live_of(case.reference), [x.sealed_file for x in letters if x.sealed_file] if own else []
    found = PublicCase(
        uid=str(case.uid), source=case.source, number=case.number_text, receipt=case.receipt, code=case.query_code,
        item=str(case.version.item.uid), item_name=case.version.name, unit=case.unit.name, phone=content.phone,
        state=case.state, label=LABELS[State(case.state)], steps=_steps(case, letters), asks_until=due.get(SUPPLEMENT),
        promised_until=due.get(PROMISED), legal_until=due.get(LEGAL), paused=_paused(case),
        missing=_missing(case, letters), letters=_letters(letters) if own else (),
        decision=_decision(case) if own else None,
        license=licence.token if licence and licence.state == licenses.State.ISSUED else "",
        may_supplement=own and allowed("resubmit", case.state), may_withdraw=own and allowed("withdraw", case.state),
        may_rate=own and allowed("rate", case.state) and not hasattr(case, "rating"),
        stars=case.rating.stars if hasattr(case, "rating") else 0,
    )  # fmt: skip
    return exchange.Content(to_plain(found), files)


def _due(case: Case) -> dict[str, date | None]:
    live = clocks.clocks_of(case.reference).exclude(state=clocks.State.STOPPED.value)
    return {clock.code: clock.legal_due_on for clock in live}


def _paused(case: Case) -> str:
    special = case.specials.filter(ended_at=None).first()
    return clocks.GROUND_LABELS[clocks.Ground(special.ground)] if special else ""


def _steps(case: Case, letters: list[Letter]) -> tuple[PublicStep, ...]:
    """What happened, without saying who did it."""
    found = [PublicStep(label="提交申请", at=case.submitted_at)]
    found += [PublicStep(label="提交补正材料", at=row.at) for row in case.submissions.filter(no__gt=1)]
    found += [_step_of(letter) for letter in letters if letter.sort not in DECISIONS]
    if case.accepted_at:
        done = (line for line in flow.track(case.reference) if line.element in HANDLING and line.state == "done")
        found += [PublicStep(label=line.step, at=line.at) for line in done if line.at]
    found += [_step_of(letter) for letter in letters if letter.sort in DECISIONS]
    if case.delivered_at:
        found.append(PublicStep(label="送达", at=case.delivered_at))
    return tuple(sorted(found, key=lambda step: step.at))


def _step_of(letter: Letter) -> PublicStep:
    label = TEMPLATES[Sort(letter.sort)].title.replace("通知书", "").removesuffix("书")
    return PublicStep(label=label, at=letter.made_at)


def _missing(case: Case, letters: list[Letter]) -> tuple[Missing, ...]:
    """What the notice asks for, while it is waited for."""
    notice = next((letter for letter in letters if letter.sort == Sort.SUPPLEMENT), None)
    if notice is None or case.state != State.SUPPLEMENT:
        return ()
    keys = {material.name: material.key for material in case.version.content.materials}
    return tuple(Missing(key=keys[name], name=name, what=what) for name, what in notice.facts["missing"])


def _letters(letters: list[Letter]) -> tuple[PublicLetter, ...]:
    sealed = [letter.pk for letter in letters if letter.sealed_file_id]
    return tuple(
        PublicLetter(
            uid=str(letter.uid), sort=letter.sort, title=TEMPLATES[Sort(letter.sort)].title, number=letter.number_text,
            on=localdate(letter.made_at), file=sealed.index(letter.pk) if letter.pk in sealed else None, served_at=letter.opened_at,
        )
        for letter in letters
    )  # fmt: skip


def _decision(case: Case) -> Decision | None:
    if case.decided_at is None:
        return None
    what, content = REFUSALS.get(case.state), case.version.content
    told = remedies(content.reconsideration, content.court, what) if what else ""
    return Decision(
        on=localdate(case.decided_at), reason=case.decision_reason, basis=case.decision_basis, remedies=told
    )  # fmt: skip
