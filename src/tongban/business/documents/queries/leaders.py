"""What a secretary looks after for the leaders: what lies on their own desks, and what they must still confirm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person, leaders_of
from tongban.kernel.actor import Actor

RECORD, IN_PERSON, CONFIRM = "record", "in_person", "confirm"


@dataclass(frozen=True, slots=True)
class ForLeader:
    """A matter on a leader's desk: whether the secretary may record what he says, he does it in person, or must confirm."""

    item: inbox.Item
    leader: str
    how: str


def for_leaders(viewer: Actor, *, at: datetime, kinds: Collection[str], most: int) -> list[ForLeader]:
    """The matters of these kinds on the own desks of the viewer's leaders, the urgent first; five statements whatever lies there."""
    leaders = leaders_of(viewer.person_id or 0, at)
    if not leaders:
        return []
    names = dict(Person.objects.filter(pk__in=leaders).values_list("pk", "name"))
    keys = {inbox.person_key(pk): name for pk, name in names.items()}
    items = [item for item in inbox.open_items(list(keys))[:most] if item.subject_kind in kinds]
    works = flow.Work.objects.filter(pk__in=[item.source_id for item in items if item.source_kind == "work"])
    recordable = {work.pk for work, _ in flow.recordable(works, leaders)}
    return [ForLeader(item, keys[item.key], _how(item, recordable)) for item in items]


def _how(item: inbox.Item, recordable: Collection[int]) -> str:
    if item.source_kind == "recording":
        return CONFIRM
    return RECORD if item.source_kind == "work" and item.source_id in recordable else IN_PERSON
