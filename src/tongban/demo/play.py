"""Plays documents through their processes: every step by somebody who has it on his desk, at an hour of a working day."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from tongban.business.documents import api as documents
from tongban.demo import texts
from tongban.demo.county import SYSTEM, County
from tongban.demo.units import BUREAUS, OFFICE, TOWNS
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.actor import Actor

SEAL_PASSWORD = "yinzhang2026"  # noqa: S105 - of the demo seal only, printed at the start
FIRST_SEAL_PASSWORD = "chushi2026"  # noqa: S105


@dataclass(slots=True)
class Clock:
    """Business time that only goes forward, within working hours, and never past `end`."""

    at: datetime
    end: datetime
    rng: random.Random

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


class Player:
    """Holds what repeats: who acts for a key, the office's seal, its numbers."""

    def __init__(self, county: County, *, rng: random.Random, end: datetime) -> None:
        self.county, self.rng, self.end = county, rng, end
        self.office = county.units[OFFICE]
        self.actors: dict[str, Actor] = {}
        self.series = numbering.series_of(unit_id=self.office.pk, purpose="documents.outgoing").get()
        self.seal: seals.Seal | None = None
        self.opened: seals.Unlocked | None = None

    def actor(self, person: Person) -> Actor:
        """The person acting in the main post."""
        holder = organization.holder_of(person.pk, self.end)
        assert holder is not None
        return Actor(
            account_id=person.account_id, person_id=person.pk, post_id=holder.post_id, unit_id=holder.unit_id,
            name=person.name, post_name=holder.post_title, unit_name=holder.unit_name, ip="127.0.0.1",
        )  # fmt: skip

    def holder_of_key(self, key: str) -> Actor:
        """Somebody on whose desk this key's matters lie."""
        if key not in self.actors:
            if key.startswith("p"):
                person = Person.objects.get(pk=int(key[1:]))
            else:
                unit, _, duty = key[1:].partition(".")
                found = organization.holders(unit_ids=[int(unit)], at=self.end, duty=duty)
                person = Person.objects.get(pk=found[0].person_id)
            self.actors[key] = self.actor(person)
        return self.actors[key]

    def make_seal(self, *, at: datetime) -> None:
        """The office's own seal, 样章."""
        keeper = self.county.people[OFFICE, "公章管理员"][0]
        making = seals.Making("official", keeper, FIRST_SEAL_PASSWORD, lower="样章")
        self.seal = seals.make(unit=self.office, making=making, actor=SYSTEM, at=at)
        seals.change_password(
            seal=self.seal, old=FIRST_SEAL_PASSWORD, new=SEAL_PASSWORD, actor=self.actor(keeper), at=at
        )
        self.seal.refresh_from_db()

    def document(self, *, start: datetime, stop_at: str) -> None:
        """One outgoing document, played until it stands at the step `stop_at` ("" plays to the end)."""
        clock = Clock(start, self.end, self.rng)
        text = texts.notice(self.rng)
        section = self.rng.choice(("秘书科", "综合科", "信息科"))
        drafter = self.actor(self.rng.choice(self.county.people[f"{OFFICE}/{section}", f"{section}科员"]))
        content = documents.Content(fields=self._fields(text.title), body=text.body, receivers=self._receivers())
        document = documents.draft(
            section=self.county.units[f"{OFFICE}/{section}"], content=content, actor=drafter, at=clock.at
        )
        returned = self.rng.random() < 0.25
        while True:
            document.refresh_from_db()
            works = flow.open_works(document.reference)
            if works and works[0].element == stop_at:
                return
            at = clock.step()
            if at is None or not self._one_step(document, works, at=at, returned=returned):
                break
            returned = returned and (not works or works[0].element != "review")
        if document.state == documents.State.ISSUED:
            self._after_issue(document, clock)

    def _one_step(self, document: documents.Document, works: list[flow.Work], *, at: datetime, returned: bool) -> bool:
        if not works:
            token = flow.waiting_service(document.reference, "lay_out")
            if token is None:
                return False
            documents.lay_out(document=document, token=token, actor=SYSTEM, at=at)
            return True
        work = works[0]
        actor = self.holder_of_key(work.keys[0])
        if work.element == "review" and returned:
            flow.send_back(work=work, reason=self.rng.choice(texts.RETURNS), actor=actor, at=at)
        elif work.element == "number":
            documents.assign_number(document=document, series=self.series, actor=actor, at=at)
        elif work.element == "seal":
            documents.seal(document=document, unlocked=self._unlocked(actor, at), actor=actor, at=at)
        elif work.element == "distribute":
            documents.distribute(document=document, actor=actor, at=at)
        else:
            flow.complete(work=work, actor=actor, at=at, opinion=self._opinion(work), choices=self._choices(work))
        return True

    def _unlocked(self, keeper: Actor, at: datetime) -> seals.Unlocked:
        """The seal, opened once for the whole play: each opening costs a tenth of a second, on purpose."""
        if self.opened is None:
            assert self.seal is not None
            self.opened = seals.unlock(seal=self.seal, password=SEAL_PASSWORD, actor=keeper, at=at)
        return self.opened

    def _opinion(self, work: flow.Work) -> str:
        return self.rng.choice(texts.OPINIONS.get(work.box or work.step, ("已办。",)))

    def _choices(self, work: flow.Work) -> dict[str, object]:
        offered = flow.hosts[work.subject_kind].choices(work.subject, work.element, self.end)
        picked: dict[str, object] = {}
        for choice in offered:
            if choice.name == "countersign_units":
                bureaus = [str(self.county.units[p.name].pk) for p in self.rng.sample(BUREAUS, 2)]
                picked[choice.name] = bureaus if self.rng.random() < 0.5 else []
            elif choice.many:
                picked[choice.name] = [choice.options[0].value]
            else:
                picked[choice.name] = self.rng.choice(choice.options).value
        return picked

    def _fields(self, title: str) -> documents.DraftFields:
        return documents.DraftFields(
            title=title, urgency=self.rng.choice(("ordinary",) * 6 + ("urgent",) * 2 + ("express",)),
            main_recipients="各乡镇人民政府，县直各单位", cc="县委办公室，县人大常委会办公室，县政协办公室", phone="620 1188",
        )  # fmt: skip

    def _receivers(self) -> dict[int, str]:
        """Six units: four main, two cc."""
        chosen = self.rng.sample((*TOWNS, *BUREAUS), 6)
        return {self.county.units[p.name].pk: "main" if i < 4 else "cc" for i, p in enumerate(chosen)}

    def _after_issue(self, document: documents.Document, clock: Clock) -> None:
        """Receivers sign, some refuse, one of them registers and handles it."""
        for index, copy in enumerate(documents.copies_of(document)):
            at = clock.step(3)
            if at is None or (index and self.rng.random() < 0.25):
                continue
            receiver = self._receiver(copy.unit)
            if index and self.rng.random() < 0.04:
                documents.refuse(copy=copy, reason=self.rng.choice(texts.REFUSALS), actor=receiver, at=at)
                continue
            documents.sign_for(copy=copy, actor=receiver, at=at)
            if index < 2 and (later := clock.step(3)) is not None:
                self._incoming(document, copy, receiver, Clock(later, self.end, self.rng))

    def _receiver(self, unit: Unit) -> Actor:
        return self.actor(self.county.people[unit.name, "机要员"][0])

    def _incoming(self, document: documents.Document, copy: documents.Copy, receiver: Actor, clock: Clock) -> None:
        series = numbering.series_of(unit_id=copy.unit_id, purpose="documents.incoming").get()
        fields = documents.IncomingFields(
            title=document.title, from_unit=document.issuer_name, from_number=document.number_text,
            urgency=document.urgency, pages=document.layout.get("pages", 0),
        )  # fmt: skip
        incoming = documents.register(copy=copy, series=series, fields=fields, actor=receiver, at=clock.at)
        for _ in range(self.rng.choice((1, 2, 3, 8, 8))):
            works, at = flow.open_works(incoming.reference), clock.step(4)
            if not works or at is None:
                return
            work = works[0]
            actor = self.holder_of_key(work.keys[0])
            flow.complete(work=work, actor=actor, at=at, opinion=self._opinion(work), choices=self._choices(work))
