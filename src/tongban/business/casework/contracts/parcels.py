"""What travels between the zones about cases: plain values, there and back by kernel.plain.

public → office   Filed, Supplemented, Rated, Withdrawn, Opened   the topics FILED … OPENED, key: the uid of the submission
office → public   PublicCase                                       the topic CASE, key: the case

`file` is the index of a file of the same parcel. A submission's uid is made in the public zone and names it for good.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

FILED, SUPPLEMENTED, RATED, WITHDRAWN, OPENED, CASE = (
    "hall.application", "hall.supplement", "hall.rating", "hall.withdrawal", "hall.opened", "casework.case",
)  # fmt: skip
NOT_TAKEN = "not_taken"  # beside the values of State: the office could not take the submission in, `reason` says why
SERVICE = "electronic_service"  # the consent to be served by the platform (电子送达)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who applies online. `code` is the credit code of an enterprise or the number of a person, `agent` who acts for it.

    `audience` is a code of catalog.AUDIENCES (1 自然人, 2 企业法人 …); `level` how well the agent's name is proved (0 not at all).
    """

    name: str
    code: str = field(repr=False)
    agent: str
    phone: str = field(repr=False)
    audience: str = "1"
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What was agreed to, in which version of its text, when."""

    what: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One material: its key in the item, and the file."""

    key: str
    file: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An application as the public zone took it in, at `submitted_at`. `form` is the version of the form it was filled in under."""

    uid: str
    receipt: str
    code: str = field(repr=False)
    item: str
    version: int
    form: int
    party: Party
    data: dict[str, Any] = field(repr=False)
    materials: tuple[Sent, ...]
    consents: tuple[Consent, ...] = ()
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplemented:
    """What was asked for comes in: the whole form once more, and the materials that were sent again. `uid` is the submission's."""

    uid: str
    data: dict[str, Any] = field(repr=False)
    materials: tuple[Sent, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    uid: str
    stars: int
    points: tuple[str, ...] = ()
    comment: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    uid: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The applicant opened a letter (`letter`: its uid) or its file for the first time: the proof of electronic service."""

    uid: str
    letter: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One material that has to be supplemented, and what is to be done about it."""

    key: str
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLetter:
    """An official letter. `file` is None until it is sealed; `sort` is a value of Sort. `served_at`: when it counts as served."""

    uid: str
    sort: str
    title: str
    number: str
    on: date
    file: int | None = None
    served_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, for the applicant alone: `reason`, `basis` and `remedies` stand with a refusal."""

    on: date
    reason: str = ""
    basis: str = ""
    remedies: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """A case as the public zone may know it. No name, number, telephone or address of anybody stands in it.

    `source` is the uid of the submission, or empty for a case of the window; then `letters` and `decision` stay
    behind in the office. `code` is the 查询码. `state` is a value of State or NOT_TAKEN, `label` its word. What may be shown
    without login: number, item, unit, label, steps, promised_until, paused, missing. `license` is the check token of what was issued.
    """

    uid: str
    source: str = ""
    number: str = ""
    receipt: str = ""
    code: str = field(default="", repr=False)
    item: str
    item_name: str
    unit: str
    phone: str = ""
    state: str
    label: str
    reason: str = ""
    steps: tuple[PublicStep, ...] = ()
    promised_until: date | None = None
    legal_until: date | None = None
    paused: str = ""
    asks_until: date | None = None
    missing: tuple[Missing, ...] = ()
    letters: tuple[PublicLetter, ...] = ()
    decision: Decision | None = None
    license: str = ""
    may_supplement: bool = False
    may_withdraw: bool = False
    may_rate: bool = False
    stars: int = 0
