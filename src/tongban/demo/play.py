"""Plays documents through their processes: every step by somebody who has it on his desk, at an hour of a working day."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from tongban.business.documents import api as documents
from tongban.demo import texts
from tongban.demo.county import SYSTEM, County
from tongban.demo.plan import Batch, Plan
from tongban.demo.units import BUREAUS, GOVERNMENT, OFFICE, TOWNS
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.actor import Actor

SEAL_PASSWORD = "yinzhang2026"  # noqa: S105 - of the demo seal only, printed at the start
FIRST_SEAL_PASSWORD = "chushi2026"  # noqa: S105


CIRCULATED = 0.08  # of what is issued or registered


@dataclass(slots=True)
class Clock:
    """Business time that only goes forward, within working hours, and never past `end`."""

    at: datetime
    end: datetime
    rng: random.Random

    def not_before(self, *moments: datetime | None) -> None:
        """Go on from the latest of these where it lies ahead."""
        self.at = max([self.at, *(moment for moment in moments if moment)])

    def step(self, most_hours: int = 6) -> datetime | None:
        """The next moment at which somebody acts; None when that would be in the future."""
        moved = localtime(self.at + timedelta(minutes=self.rng.randint(15, most_hours * 60)))
        if moved.hour >= 18 or moved.hour < 8:
            moved = (moved + timedelta(days=1 if moved.hour >= 18 else 0)).replace(
                hour=8, minute=self.rng.randint(31, 59)
            )
        while moved.weekday() >= 5:
            moved += timedelta(days=1)
        if moved > self.end:
            return None
        self.at = moved
        return moved


def make_seals(county: County, *, at: datetime) -> None:
    """The seals, 样章, of the office and of the first town."""
    for name in (OFFICE, TOWNS[0].name):
        keeper = county.people[name, "公章管理员"][0]
        making = seals.Making("official", keeper, FIRST_SEAL_PASSWORD, lower="样章")
        made = seals.make(unit=county.units[name], making=making, actor=SYSTEM, at=at)
        own = actor_of(keeper, at=at)
        seals.change_password(seal=made, old=FIRST_SEAL_PASSWORD, new=SEAL_PASSWORD, actor=own, at=at)


def actor_of(person: Person, *, at: datetime) -> Actor:
    """The person acting in the main post."""
    holder = organization.holder_of(person.pk, at)
    assert holder is not None
    return Actor(
        account_id=person.account_id, person_id=person.pk, post_id=holder.post_id, unit_id=holder.unit_id,
        name=person.name, post_name=holder.post_title, unit_name=holder.unit_name, ip="127.0.0.1",
    )  # fmt: skip


class Player:
    """Holds what repeats: who acts for a key, the office's seal, its numbers. `rng` is that of the document under way."""

    def __init__(self, county: County, *, end: datetime) -> None:
        self.county, self.end = county, end
        self.rng, self.stop = random.Random(0), ""
        self.office = county.units[OFFICE]
        self.actors: dict[int, Actor] = {}
        self.keys: dict[str, Actor] = {}
        self.series = numbering.series_of(unit_id=self.office.pk, purpose="documents.outgoing").get()
        self.opened: seals.Unlocked | None = None

    def actor(self, person: Person) -> Actor:
        if person.pk not in self.actors:
            self.actors[person.pk] = actor_of(person, at=self.end)
        return self.actors[person.pk]

    def holder_of_key(self, key: str) -> Actor:
        """Somebody on whose desk this key's matters lie."""
        if key not in self.keys:
            if key.startswith("p"):
                person_id = int(key[1:])
            else:
                unit, _, duty = key[1:].partition(".")
                person_id = organization.holders(unit_ids=[int(unit)], at=self.end, duty=duty)[0].person_id
            self.keys[key] = self.actor(Person.objects.get(pk=person_id))
        return self.keys[key]

    def play(self, plan: Plan, batch: Batch) -> None:
        """Play the document to where its plan ends; one that was interrupted goes on from where it stands."""
        self.rng, self.stop = batch.rng(plan.index), plan.stop
        clock = Clock(plan.began, self.end, self.rng)
        document = self._draft(clock, request_key=batch.key(plan.index, "drafted"))
        self._outgoing(document, clock, stop=plan.stop)
        if document.state == documents.State.ISSUED:
            self._received(document, clock, registered=plan.registered)

    def _draft(self, clock: Clock, *, request_key: str) -> documents.Document:
        text = texts.notice(self.rng)
        section = "秘书科" if self.stop in ("draft", "review") else self.rng.choice(("秘书科", "综合科", "信息科"))
        clerks = self.county.people[f"{OFFICE}/{section}", f"{section}科员"]
        drafter = self.actor(clerks[0] if self.stop == "draft" else self.rng.choice(clerks))
        content = documents.Content(fields=self._fields(text.title), body=text.body, receivers=self._receivers())
        document = documents.draft(
            section=self.county.units[f"{OFFICE}/{section}"], content=content, actor=drafter, at=clock.at,
            request_key=request_key,
        )  # fmt: skip
        return document

    def _outgoing(self, document: documents.Document, clock: Clock, *, stop: str) -> None:
        returned = self.rng.random() < 0.25
        while True:
            document.refresh_from_db()
            works = flow.open_works(document.reference)
            if works and works[0].element == stop:
                return
            clock.not_before(*(work.opened_at for work in works))
            at = clock.step()
            if at is None or not self._one_step(document, works, at=at, returned=returned):
                return
            returned = returned and (not works or works[0].element != "review")

    def _one_step(self, document: documents.Document, works: list[flow.Work], *, at: datetime, returned: bool) -> bool:
        if not works:
            return False
        work = works[0]
        actor = self.holder_of_key(work.keys[0])
        if work.element == "review" and returned:
            flow.send_back(work=work, reason=self.rng.choice(texts.RETURNS), actor=actor, at=at)
        elif work.element == "number":
            self._number(document, actor, at=at)
        elif work.element == "seal":
            documents.seal(document=document, unlocked=self._unlocked(actor, at), actor=actor, at=at)
        elif work.element == "distribute":
            documents.distribute(document=document, actor=actor, at=at)
        else:
            flow.complete(work=work, actor=actor, at=at, opinion=self._opinion(work), choices=self._choices(work))
        return True

    def _number(self, document: documents.Document, actor: Actor, *, at: datetime) -> None:
        """编号 and 排版 at one go: killed between them, the worker would lay the document out at another time than its plan's."""
        with transaction.atomic():
            documents.assign_number(document=document, series=self.series, actor=actor, at=at)
            token = flow.waiting_service(document.reference, "lay_out")
            assert token is not None
            documents.lay_out(document=document, token=token, actor=SYSTEM, at=at)

    def _unlocked(self, keeper: Actor, at: datetime) -> seals.Unlocked:
        """The seal, opened once for the whole play: each opening costs a tenth of a second, on purpose."""
        if self.opened is None:
            seal = seals.Seal.objects.get(unit=self.office, sort="official", state="valid")
            self.opened = seals.unlock(seal=seal, password=SEAL_PASSWORD, actor=keeper, at=at)
        return self.opened

    def _opinion(self, work: flow.Work) -> str:
        return self.rng.choice(texts.OPINIONS.get(work.box or work.step, ("已办。",)))

    def _choices(self, work: flow.Work) -> dict[str, object]:
        offered = flow.hosts[work.subject_kind].choices(work.subject, work.element, self.end)
        picked: dict[str, object] = {}
        for choice in offered:
            if choice.name == "countersign_units":
                picked[choice.name] = self._countersigners()
            elif choice.name == "signer" and self.stop == "sign":
                picked[choice.name] = str(self.county.people[GOVERNMENT, "副县长（常务）"][0].pk)
            elif choice.name in ("instructor", "lead_unit"):
                picked[choice.name] = choice.options[0].value
            elif choice.many:
                picked[choice.name] = [choice.options[0].value]
            else:
                picked[choice.name] = self.rng.choice(choice.options).value
        return picked

    def _countersigners(self) -> list[str]:
        """Two bureaus for some; those of the demo accounts for what waits for countersigning."""
        if self.stop.startswith("cs_"):
            names = ["临江县财政局", "临江县发展和改革局"]
        else:
            names = [p.name for p in self.rng.sample(BUREAUS, 2)] if self.rng.random() < 0.5 else []
        return [str(self.county.units[name].pk) for name in names]

    def _fields(self, title: str) -> documents.DraftFields:
        return documents.DraftFields(
            title=title, urgency=self.rng.choice(("ordinary",) * 6 + ("urgent",) * 2 + ("express",)),
            main_recipients="各乡镇人民政府，县直各单位", cc="县委办公室，县人大常委会办公室，县政协办公室", phone="620 1188",
        )  # fmt: skip

    def _receivers(self) -> dict[int, str]:
        """Six units: four main, two cc. The first town gets every other one."""
        first = TOWNS[:1] if self.rng.random() < 0.5 else ()
        chosen = [*first, *self.rng.sample((*TOWNS[1:], *BUREAUS), 6 - len(first))]
        return {self.county.units[p.name].pk: "main" if i < 4 else "cc" for i, p in enumerate(chosen)}

    def _received(self, document: documents.Document, clock: Clock, *, registered: int) -> None:
        """Receivers sign, some refuse or wait; the first ones, the first town before all, register it and handle it."""
        clock.not_before(document.issued_at)
        if self.rng.random() < CIRCULATED:
            self._circulated(document, at=clock.at)
        town = self.county.units[TOWNS[0].name].pk
        copies = sorted(documents.copies_of(document), key=lambda copy: (copy.unit_id != town, copy.pk))
        for index, copy in enumerate(copies):
            if copy.state == documents.CopyState.UNSIGNED and not self._answered(
                copy, clock, surely=index < registered
            ):
                continue
            if index < registered and not documents.Incoming.objects.filter(copy=copy).exists():
                self._registered(document, copy, clock)

    def _answered(self, copy: documents.Copy, clock: Clock, *, surely: bool) -> bool:
        """Whether it was signed for now."""
        at = clock.step(3)
        if at is None or (not surely and self.rng.random() < 0.25):
            return False
        receiver = self._receiver(copy.unit)
        if not surely and self.rng.random() < 0.04:
            documents.refuse(copy=copy, reason=self.rng.choice(texts.REFUSALS), actor=receiver, at=at)
            return False
        documents.sign_for(copy=copy, actor=receiver, at=at)
        return True

    def _receiver(self, unit: Unit) -> Actor:
        return self.actor(self.county.people[unit.name, "机要员"][0])

    def _registered(self, document: documents.Document, copy: documents.Copy, signed: Clock) -> None:
        """Register it under the unit's own number, and handle it some steps further."""
        clock = Clock(signed.at, self.end, self.rng)
        at = clock.step(3)
        if at is None:
            return
        series = numbering.series_of(unit_id=copy.unit_id, purpose="documents.incoming").get()
        fields = documents.IncomingFields(
            title=document.title, from_unit=document.issuer_name, from_number=document.number_text,
            urgency=document.urgency, pages=document.layout.get("pages", 0), limit=self._limit(at),
        )  # fmt: skip
        incoming = documents.register(copy=copy, series=series, fields=fields, actor=self._receiver(copy.unit), at=at)
        if self.rng.random() < CIRCULATED:
            self._circulated(incoming, at=at)
        for _ in range(self.rng.choice((1, 2, 3, 8, 8))):
            works, at = flow.open_works(incoming.reference), clock.step(4)
            if not works or at is None:
                return
            work = works[0]
            actor = self.holder_of_key(work.keys[0])
            flow.complete(work=work, actor=actor, at=at, opinion=self._opinion(work), choices=self._choices(work))

    def _limit(self, at: datetime) -> date | None:
        """办理限时 of some received documents, within weeks."""
        return localtime(at).date() + timedelta(days=self.rng.randint(3, 20)) if self.rng.random() < 0.4 else None

    def _circulated(self, thing: documents.Document | documents.Incoming, *, at: datetime) -> None:
        """传阅 among those of the unit who are not simple clerks, by its 机要员."""
        unit = next(unit for unit in self.county.units.values() if unit.pk == thing.unit_id)
        clerk = self._receiver(unit)
        found = organization.holders(unit_ids=[unit.pk], at=self.end, sections=True)
        readers = {h.person_id for h in found if h.post_title != "科员"} - {clerk.person_id}
        documents.circulate(thing=thing, readers=sorted(readers), actor=clerk, at=at)
