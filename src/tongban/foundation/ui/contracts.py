"""What the screens show: plain frozen values that every app gives in the same shape. No Django.

Dates are timezone-aware; texts are Chinese and ready to be read; a url is a path of this installation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One entry of a menu. `site` is "workbench", "console", "top" (beside the search) or "person" (under the name).

    It is shown to whoever may open its page: the page declares that, the entry does not repeat it.
    `count` names a counter (see registries.counters); `covers` are view names that also light this entry up.
    """

    site: str
    label: str
    icon: str
    url_name: str
    group: str = ""
    order: int = 100
    count: str | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A time limit as the reader sees it. `kind`: plain, soon (amber), over (red), paused, none. `title` explains it."""

    kind: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoRow:
    """One row of 待办, 待阅 or 已办, the same for every kind of matter.

    `time_left` is given where working days count (clocks knows them); otherwise it is worked out from `due_at`.
    `taken_by` is the other person who is at it now. `reference` ("document:12") makes the row selectable.
    """

    kind_label: str
    title: str
    url: str
    received_at: datetime
    urgency: str = ""
    number: str = ""
    from_unit: str = ""
    from_person: str = ""
    step: str = ""
    due_at: datetime | None = None
    time_left: TimeLeft | None = None
    unread: bool = False
    taken_by: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell of a strip of counts: 23 件 待办, with notes as (kind, text) where kind is "", "soon" or "over"."""

    label: str
    value: str
    unit: str = ""
    url: str = ""
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCard:
    """One card of a site's home page. `place`: "strip" (a Figure), "main" or "rail".

    `read(request)` gives the template's context, or None when there is nothing to show to this viewer;
    for the strip it gives a Figure or None. The template starts with the card's own markup (class tb-card).
    """

    site: str
    place: str
    order: int
    read: Callable[[Any], Mapping[str, Any] | Figure | None]
    template: str = ""
    permission: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a track. `state`: done, returned, current, future. Parallel branches stand under their step."""

    label: str
    state: str = "future"
    who: str = ""
    at: datetime | None = None
    note: str = ""
    branches: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One opinion in a box. `kind`: "" (valid), "returned" (an earlier return), "reserved" (保留意见).

    `recorded` says that somebody else wrote it down ("电话指示，何静 代录，待本人确认").
    `handwriting` is the address of a drawing; `text` is then its alternative. `signature` is one of a picture that stands for the name.
    """

    text: str
    signer: str = ""
    unit: str = ""
    at: datetime | None = None
    kind: str = ""
    recorded: str = ""
    handwriting: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionBox:
    """A box of the 处理单. `mine` frames it in blue with `hint` (what to check); empty ones show `hint` in grey."""

    label: str
    opinions: tuple[Opinion, ...] = ()
    hint: str = ""
    count: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A labelled line: of a red-ruled form, or of a card's list of facts."""

    label: str
    value: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One view of a list or one leaf of a page. It is a link: it works without script."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChip:
    """One filter that is set; `url` is the list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNode:
    """One row of the unit picker. A parent without `choosable` only gathers (统称: 各乡镇人民政府).

    `search` holds what may be typed beside the name: 简称, pinyin initials. `warning` such as 收发员空缺.
    """

    id: int
    name: str
    parent: int | None = None
    search: str = ""
    warning: str = ""
    choosable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChoice:
    """One row of the person picker. `reason` why suggested (分管政务服务, 上次选择); `absence` with the stand-in."""

    id: int
    name: str
    post: str = ""
    unit: str = ""
    search: str = ""
    reason: str = ""
    absence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleGroup:
    """One line of the tree beside the people of a chooser: choosing it shows its members. `title` stands above the line."""

    name: str
    members: tuple[int, ...]
    depth: int = 0
    title: str = ""


class Offered(list[PersonChoice]):
    """The people of a chooser, with the groups by which they are found (`foundation.groups` makes them)."""

    groups: Sequence[PeopleGroup] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChoice:
    """A post that the viewer can act in; the current one is marked."""

    id: int
    label: str
    current: bool = False
