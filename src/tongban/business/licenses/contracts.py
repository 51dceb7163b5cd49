"""Words of licences that other apps may use."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "licenses.draw": "制证（系统）",
    "licenses.seal": "证照用印",
    "licenses.revoke": "撤销证照",
    "licenses.annotate": "证照加注",
    "licenses.see_unit": "查看本单位证照",
}
NUMBER, PAGES = "licenses.number", "licenses.pages"  # purposes of numbers and of files
LICENSE = "licenses.license"  # topic of exchange


class State(StrEnum):
    """Where a licence stands."""

    PREPARED = "prepared"  # 待制证
    DRAWN = "drawn"  # 待用印
    ISSUED = "issued"  # 有效
    REVOKED = "revoked"  # 已撤销


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What is licensed to whom. `type_code` is the 21 characters of GB/T 36904 (issuer of the type and three digits), or empty.

    `lines` are printed on the licence, pairs of label and value; `years` 0 means without end. `online`: who holds it applied
    online, and finds the file there.
    """

    name: str
    holder: str
    holder_code: str
    lines: tuple[tuple[str, str], ...] = ()
    years: int = 0
    type_code: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """What the public check says of a licence on a day."""

    word: str
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLicense:
    """A sealed licence as the public zone checks it. The topic LICENSE, key: the licence.

    `holder` is masked where it is a person's name; `lines` and `file` (index of a file of the parcel) come along only where
    the holder applied online, for him alone. `digest` is the SM3 of the sealed PDF. `state` is issued or revoked.
    """

    uid: str
    token: str
    name: str
    number: str
    identifier: str = ""
    holder: str
    unit: str
    state: str
    granted_on: date
    valid_to: date | None = None
    issued_at: datetime
    ended_at: datetime | None = None
    annotations: tuple[str, ...] = ()
    digest: str = ""
    lines: tuple[tuple[str, ...], ...] = ()
    file: int | None = None


@dataclass(frozen=True, slots=True)
class LicenseIssued(Event):
    """The licence is sealed: it counts from now on."""

    license: Reference
    subject: Reference
    valid_to: date | None
