"""What the windows of an organ have before them: the queue, one case, and what is found by a number, a name or a scanned receipt."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from django.db.models import Q, QuerySet

from tongban.business.casework.contracts import SUPPLEMENT, Sort, State
from tongban.business.casework.models import Case, Letter, NotTaken
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.rules.steps import LABELS, MARKS
from tongban.business.catalog import api as catalog
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, Person, Unit, holders
from tongban.foundation.ui.api import TimeLeft
from tongban.foundation.workdays.api import calendar
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

AT_MOST = 30  # rows of a group of the queue
FOUND_AT_MOST = 50
WINDOW_KEY = re.compile(rf"d(\d+)\.{Duty.WINDOW}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case of the queue, and what is left of the organ's five days."""

    case: Case
    left: TimeLeft | None


@dataclass(frozen=True, slots=True)
class Queue:
    """待受理, 待补正 and 待送达 of the viewer's windows, and what could not be taken in of late; the longest waiting first."""

    to_screen: list[Waiting]
    to_supplement: list[Case]
    to_deliver: list[Case]
    not_taken: list[NotTaken]


def organs(viewer: Actor, *, at: datetime) -> list[int]:
    """The organs at whose windows the viewer sits, himself or for somebody."""
    units = [int(found[1]) for key in inbox.keys_of(viewer, at=at) if (found := WINDOW_KEY.fullmatch(key))]
    return list(Unit.objects.filter(pk__in=units).values_list("organ_id", flat=True)) if units else []


def queue(viewer: Actor, *, at: datetime) -> Queue:
    """In a fixed number of statements, however much there is."""
    own = organs(viewer, at=at)
    rows = Case.objects.filter(unit_id__in=own).select_related("version")
    decided = rows.filter(state__in=[State.GRANTED.value, State.DENIED.value], delivered_at=None)
    return Queue(
        _waiting(list(rows.filter(state=State.SUBMITTED.value).order_by("received_at", "pk")[:AT_MOST]), at=at),
        list(rows.filter(state=State.SUPPLEMENT.value).order_by("received_at", "pk")[:AT_MOST]),
        list(decided.order_by("decided_at", "pk")[:AT_MOST]),
        list(NotTaken.objects.filter(unit_id__in=own).select_related("version").order_by("-at", "-pk")[:5]),
    )


def window_case(viewer: Actor, pk: int, *, at: datetime) -> Case:
    """A case of the viewer's windows. NotFound for any other."""
    own = organs(viewer, at=at)
    found = Case.objects.filter(pk=pk, unit_id__in=own).select_related("version__item", "unit", "handler").first()
    if found is None:
        raise NotFound()
    return found


def items_of(viewer: Actor, *, at: datetime) -> QuerySet[catalog.Version]:
    """What can be applied for at the viewer's windows."""
    return catalog.published().filter(item__unit_id__in=organs(viewer, at=at))


def handlers_of(case: Case, *, at: datetime) -> QuerySet[Person]:
    """Who may be given the case to handle: the people of the organ and its sections."""
    people = {holder.person_id for holder in holders(unit_ids=[case.unit_id], at=at, sections=True)}
    return Person.objects.filter(pk__in=people).order_by("order", "pk")


def letters_of(case: Case) -> list[tuple[Letter, str]]:
    """The letters of the case with their titles, the oldest first."""
    rows = case.letters.select_related("sealed_file", "page_file").order_by("pk")
    return [(letter, TEMPLATES[Sort(letter.sort)].title) for letter in rows]


def state_of(case: Case) -> tuple[str, str]:
    """The mark and the word of a case's state."""
    return MARKS[case.state], LABELS[State(case.state)]


def find(viewer: Actor, typed: str, *, at: datetime) -> QuerySet[Case]:
    """By number (also the receipt's, and scanned from its QR code), by applicant or agent."""
    rows = Case.objects.filter(unit_id__in=organs(viewer, at=at)).select_related("version")
    text = scanned(typed)
    exact = rows.filter(Q(number_text=text) | Q(receipt=text)) if text else rows.none()
    if exact.exists():
        return exact
    for word in text.split():
        rows = rows.filter(Q(number_text__icontains=word) | Q(title__icontains=word) | Q(agent__icontains=word))
    return rows.order_by("-submitted_at", "-pk")[:FOUND_AT_MOST]


def scanned(typed: str) -> str:
    """The number in the address that a receipt's QR code holds; anything else as it was typed."""
    query = parse_qs(urlsplit(typed.strip()).query) if "://" in typed else {}
    return query.get("number", [typed])[0].strip()[:80]


def _waiting(rows: list[Case], *, at: datetime) -> list[Waiting]:
    ids = [case.pk for case in rows]
    live = clocks.Clock.objects.filter(subject_kind="case", subject_id__in=ids, code=SUPPLEMENT, stopped_at=None)
    by_case, days = {clock.subject_id: clock for clock in live}, calendar()
    left = {pk: clocks.time_left(clock, at=at, days=days) for pk, clock in by_case.items()}
    return [Waiting(case, left.get(case.pk)) for case in rows]
