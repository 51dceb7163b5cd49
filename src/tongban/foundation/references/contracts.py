"""What an app declares about the things it owns, and what a viewer gets to see of a Reference."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.references import Reference

HIDDEN_TITLE = "（已删除，或您无权查看）"


class Hidden(NotFound):
    """Not there, or not for this viewer: the two look the same, and asking for it leaves an audit entry."""

    audited = True


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the viewer may do with the thing straight from a list: a button that leads to `url`."""

    label: str
    url: str


def everyone(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    """`visible` of a kind that every viewer may see."""
    return ids


def anybody(viewer: Actor) -> bool:
    """`opens` of a kind whose page is open to whoever sees the thing."""
    return True


def no_actions(thing: Any, viewer: Actor) -> list[Action]:
    return []


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of one kind are named and reached. Registered by the app that owns them, in apps.py.

    label     the kind's Chinese word, such as 公文
    load      the things by id, in a constant number of queries; ids that do not exist are left out
    title     one line for lists
    url       where the thing is shown; "" when it has no page of its own
    visible   those of the ids that the viewer may see, in a constant number of queries
    actions   what the viewer may do with the thing from a list
    opens     whether the viewer may open such pages at all, where seeing the name is not enough; at most one query
    """

    label: str
    load: Callable[[Collection[int]], Mapping[int, Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    visible: Callable[[Actor, Collection[int]], Collection[int]]
    actions: Callable[[Any, Actor], list[Action]] = no_actions
    opens: Callable[[Actor], bool] = anybody


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a list shows for one Reference. `there` is False for the neutral placeholder."""

    title: str
    url: str
    kind_label: str
    actions: tuple[Action, ...] = ()
    there: bool = True


PLACEHOLDER = Resolved(title=HIDDEN_TITLE, url="", kind_label="", there=False)


@dataclass(frozen=True, slots=True)
class Pointing:
    """A table whose rows point at things; rows whose kind is empty point at nothing and are fine.

    `model` is given as "app.Model". The names of the two columns are those of kernel.models.Points.
    """

    model: str
    kind_field: str = "subject_kind"
    id_field: str = "subject_id"


@dataclass(frozen=True, slots=True)
class Dangling:
    """A Reference to nothing, found in `table`."""

    table: str
    reference: Reference
