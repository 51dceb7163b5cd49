"""Words of the organisation that other apps may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tongban.kernel.actor import Actor
from tongban.kernel.events import Event

PERMISSIONS = {
    "organization.manage": "管理单位、岗位和人员",
    "organization.delegate": "委托他人代办本人事务",
    "organization.apply": "申请开户",
    "organization.own": "修改本人联系方式",
}


class UnitKind(StrEnum):
    """What a unit is. An organ (机关) acts outwardly in its own name; a section (内设) belongs to one."""

    ORGAN = "organ"  # 机关
    SECTION = "section"  # 内设
    BRANCH = "branch"  # 派出
    TASK_FORCE = "task_force"  # 临时专班


class Relation(StrEnum):
    """How a unit stands to one above it."""

    SUBORDINATE = "subordinate"  # 隶属
    VERTICAL = "vertical"  # 垂直业务
    DUAL = "dual"  # 双重领导


class PostKind(StrEnum):
    """The place of a post in its unit. HEAD and DEPUTY are leaders of an organ or heads of a section."""

    HEAD = "head"  # 正职
    DEPUTY = "deputy"  # 副职
    STAFF = "staff"  # 工作人员


class Emblem(StrEnum):
    """What stands in the middle of a unit's seal."""

    STAR = "star"
    NATIONAL = "national"  # 国徽：县级以上人民政府
    PARTY = "party"  # 党徽：党的机关


class Duty(StrEnum):
    """A duty that a post carries inside its unit: who receives, numbers, keeps the seal."""

    RECEIVER = "receiver"  # 公文收发员
    REGISTRAR = "registrar"  # 机要（文号、登记、分发）
    VETTER = "vetter"  # 核稿
    SEAL_KEEPER = "seal_keeper"  # 公章管理员
    DOCUMENT_MANAGER = "document_manager"  # 公文管理员
    WINDOW = "window"  # 窗口（收件、受理、送达）


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post, as pickers, flows and records need him. The organ is the unit in whose name the post acts."""

    person_id: int
    name: str
    post_id: int
    post_title: str
    rank: str
    unit_id: int
    unit_name: str
    organ_id: int
    organ_name: str
    mobile_known: bool

    @property
    def unit_full_name(self) -> str:
        """The unit as records name it: a section behind its organ (临江县教育局办公室)."""
        return self.unit_name if self.organ_id == self.unit_id else f"{self.organ_name}{self.unit_name}"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as one line of a picker."""

    id: int
    name: str
    short_name: str
    form: str
    organ_id: int
    organ_name: str


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit in the tree, with those under it in their order (F-ID-05, F-ID-07)."""

    id: int
    name: str
    short_name: str
    form: str
    category: str
    children: tuple["UnitNode", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitData:
    """What administrators say about a unit (F-ID-06). `name` is the official full name; `word` (机关代字) puts up its main 牌子."""

    name: str
    short_name: str = ""
    form: UnitKind = UnitKind.ORGAN
    category: str = ""
    code: str = ""
    credit_code: str = ""
    emblem: Emblem = Emblem.STAR
    order: int = 0
    pays_wages: bool = True
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A new name from a day on. An empty `short_name` is the new name; the main 牌子 follows, with `word` if that changes too."""

    name: str
    on: date
    short_name: str = ""
    word: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaqueData:
    """A 牌子: the name, the mark over the red line (发文机关标志; by default the name and 文件), and the 机关代字."""

    name: str
    word: str
    mark: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostData:
    """What administrators say about a post. `single`: one holder at a time."""

    title: str
    rank: PostKind = PostKind.STAFF
    duties: tuple[Duty, ...] = ()
    order: int = 0
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """What administrators say about a person (F-ID-08, after the basic register of civil servants)."""

    name: str
    gender: str = ""
    born_on: date | None = None
    grade: str = ""  # 职级
    mobile: str = ""
    office_phone: str = ""
    email: str = ""
    order: int = 0
    leader_order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationData:
    """What somebody says who asks for an account (F-ID-26). Without `username` it is the pinyin of the name."""

    name: str
    mobile: str
    wish: str
    reason: str
    password: str = field(repr=False)
    gender: str = ""
    office_phone: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationTerms:
    """To whom, from when to when (not including `until`), and why."""

    to_person_id: int
    since: datetime
    until: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitRenamed(Event):
    unit_id: int
    old_name: str
    new_name: str
    on: date


@dataclass(frozen=True, slots=True)
class UnitClosed(Event):
    """A unit is no more; `successor_id` is what took over, if anything did."""

    unit_id: int
    successor_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class PostVacated(Event):
    """A person left a post; what is open there must go on."""

    post_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class DelegationMade(Event):
    delegation_id: int
    person_id: int
    to_person_id: int


@dataclass(frozen=True, slots=True)
class DelegationEnded(Event):
    delegation_id: int
    person_id: int
    to_person_id: int


@dataclass(frozen=True, slots=True)
class AccountAppliedFor(Event):
    """Somebody asks for an account; whoever manages the unit decides."""

    application_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class ApplicationDecided(Event):
    application_id: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """What somebody had is somebody else's; the office above is told (F-ID-24)."""

    handover_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Handing:
    """One handing over: from whom, to whom, by whom."""

    person_id: int
    to_id: int
    actor: Actor
    at: datetime


def nothing_hinders(handing: Handing) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A part of what a person has and a successor may take over; each app registers its own.

    `held` says what there is, a line each. `pass_on` gives all of it to the successor, inside the operation. `hinders` says why this
    actor cannot pass it on; "" where he can. `must_go`: whoever leaves may not keep it.
    """

    label: str
    held: Callable[[int, datetime], list[str]]
    pass_on: Callable[[Handing], None]
    hinders: Callable[[Handing], str] = nothing_hinders
    must_go: bool = True
