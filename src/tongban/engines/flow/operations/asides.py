"""Beside the step: 并行加签 and 征询 ask for a word, 传阅 and 抄送 let somebody read. The step itself stays where it is.

A step waits for those of its 并行加签. Who is only asked (征询) or reads holds nothing up.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from tongban.engines.flow.beside import ANSWERED, WORDS
from tongban.engines.flow.contracts import Subject
from tongban.engines.flow.models import Aside, History, Instance, Work
from tongban.engines.flow.operations.hand import Hand, remember, take
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rules import OPINION_LENGTH, words_fault
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.organization.api import Holder
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.kernel.references import Reference


@operation(may="flow.act", on="work")
def add_parallel(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> list[Aside]:
    """并行加签: these people are asked at the same time; the step goes on only when all of them have answered."""
    return _ask(take(work, actor=actor, at=at), people, Aside.PARALLEL, reason)


@operation(may="flow.act", on="work")
def consult(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> list[Aside]:
    """征询: these people are asked for their word. The step may go on without it; then they are no longer asked."""
    return _ask(take(work, actor=actor, at=at), people, Aside.CONSULT, reason)


@operation(may="flow.act", on="work")
def circulate(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> list[Aside]:
    """传阅: these people find the matter among what they are to read, and mark it read; also after the step is done."""
    return _ask(take(work, actor=actor, at=at), people, Aside.CIRCULATE, reason)


@operation(may="flow.act", on="work")
def copy(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> list[Aside]:
    """抄送: the same, for those who are only to know."""
    return _ask(take(work, actor=actor, at=at), people, Aside.COPY, reason)


@operation(may="flow.answer", on="aside")
def answer(*, aside: Aside, words: str, actor: Actor, at: datetime) -> Aside:
    """What somebody who was asked says. Conflict when he has answered, or is no longer asked."""
    if faults := words_fault("answer", words, "答复"):
        raise Invalid(faults, code="flow.answer-missing")
    found, subject = _locked(aside)
    hosts[found.subject_kind].words(words)
    found.answer, found.answered_at = words.strip(), at
    found.save(update_fields=["answer", "answered_at"])
    Work.objects.filter(instance_id=found.instance_id, token=found.token, state=Work.OPEN).update(asked=F("asked") - 1)
    inbox.finish(found.reference, person_id=actor.person_id, at=at)
    _tell(found, subject, actor)
    _write(found, "answered", actor, at)
    return found


@operation(may="flow.take_back", on="aside")
def take_back(*, aside: Aside, actor: Actor, at: datetime) -> Aside:
    """收回 what was asked or sent to be read, as long as it was neither answered nor read."""
    found, _ = _locked(aside)
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    if found.sort in ANSWERED:
        works = Work.objects.filter(instance_id=found.instance_id, token=found.token, state=Work.OPEN)
        works.update(asked=F("asked") - 1)
    inbox.close([found.reference], at=at)
    _write(found, "taken-back", actor, at)
    return found


@inside_operation
def was_read(source: Reference, at: datetime) -> None:
    """已阅 of what was circulated."""
    Aside.objects.filter(pk=source.id, answered_at=None, closed_at=None).update(answered_at=at)


def _ask(hand: Hand, people: Sequence[Holder], sort: str, words: str) -> list[Aside]:
    name = WORDS[sort]
    hand.require_move("add-parallel" if sort == Aside.PARALLEL else sort, name)
    _choosable(hand, people, sort)
    hand.host.words(words)
    if len(words) > OPINION_LENGTH:
        raise Invalid({"reason": f"说明不能超过 {OPINION_LENGTH} 字。"})
    made = [_aside(hand, person, sort, words) for person in people]
    for aside in made:
        aside.save()
    wants = sort in ANSWERED
    inbox.put([_entry(aside, hand) for aside in made])
    if wants:
        hand.work.asked += len(made)
        hand.work.save(update_fields=["asked"])
    remember(hand, sort, {"people": [person.person_id for person in people], "reason": _named(people, words)})
    note(step=hand.work.step, to=[person.person_id for person in people])
    return made


def _named(people: Sequence[Holder], words: str) -> str:
    return f"{'、'.join(person.name for person in people)}：{words.strip()}"[:OPINION_LENGTH]


def _choosable(hand: Hand, people: Sequence[Holder], sort: str) -> None:
    ids = [person.person_id for person in people]
    if not ids:
        raise Invalid({"people": f"请选择{WORDS[sort]}给谁。"}, code="flow.nobody-chosen")
    if len(set(ids)) < len(ids):
        raise Invalid({"people": "同一个人选了两次。"}, code="flow.chosen-twice")
    if hand.actor.person_id in ids:
        raise Invalid({"people": f"不能{WORDS[sort]}给自己。"}, code="flow.has-it-already")
    there = Aside.objects.filter(
        instance=hand.instance, token=hand.work.token, sort=sort, person_id__in=ids, answered_at=None, closed_at=None
    )
    if names := "、".join(there.order_by("pk").values_list("person_name", flat=True)):
        raise Invalid({"people": f"已经{WORDS[sort]}给 {names}，还没有回音。"}, code="flow.asked-already")


def _aside(hand: Hand, person: Holder, sort: str, words: str) -> Aside:
    work = hand.work
    return Aside(
        instance=hand.instance, token=work.token, element=work.element, step=work.step, sort=sort,
        person_id=person.person_id, person_name=person.name, words=words.strip(), by_id=hand.actor.person_id,
        by_name=hand.actor.name, at=hand.at, **pointing_at(hand.subject),
    )  # fmt: skip


def _entry(aside: Aside, hand: Hand) -> inbox.Entry:
    subject = hand.described
    return inbox.Entry(
        source=aside.reference, subject=subject.reference, keys=(inbox.person_key(aside.person_id),),
        category=subject.category, title=subject.title, number=subject.number, urgency=subject.urgency,
        step=f"{WORDS[aside.sort]}（{aside.step}）"[:40], from_unit=hand.actor.unit_name or subject.from_unit,
        from_person=hand.actor.name, received_at=aside.at, due_at=hand.work.due_at if aside.sort in ANSWERED else None,
        desk=inbox.TODO if aside.sort in ANSWERED else inbox.TO_READ,
    )  # fmt: skip


def _locked(aside: Aside) -> tuple[Aside, Subject]:
    """The row, its subject and instance locked before it. Conflict when it is over, or the process is suspended."""
    subject = hosts[aside.subject_kind].lock(aside.subject)
    instance = Instance.objects.select_for_update(of=("self",)).get(pk=aside.instance_id)
    found = Aside.objects.select_for_update(of=("self",)).get(pk=aside.pk)
    if found.answered_at is not None or found.closed_at is not None:
        done = "已经答复" if found.answer else "已阅过" if found.answered_at else "已经收回，不需要再办"
        raise Conflict(f"这次{WORDS[found.sort]}{done}。", code="flow.aside-over")
    if instance.suspended_at is not None:
        raise Conflict("流程已挂起，恢复后才能办理。您写的意见已保留。", code="flow.suspended")
    about(found.subject)
    return found, subject


def _tell(aside: Aside, subject: Subject, actor: Actor) -> None:
    """Whoever asked learns that there is an answer; it stands on the page of the matter."""
    if aside.by_id is not None:
        title = f"{actor.name}答复了{WORDS[aside.sort]}：{subject.title}"[:200]
        notifications.notify([aside.by_id], title=title, body="答复在办理页面上。", reference=aside.subject)


def _write(aside: Aside, event: str, actor: Actor, at: datetime) -> None:
    History.objects.create(
        instance_id=aside.instance_id, at=at, event=event, element=aside.element, token=aside.token,
        data={"sort": aside.sort, "person": aside.person_id}, actor_name=actor.name,
    )  # fmt: skip
    note(step=aside.step, sort=aside.sort)
