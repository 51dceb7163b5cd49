"""The result of a check, the same for every kind of file: one line per question, integrity and validity apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Result(StrEnum):
    """What a whole file comes to."""

    VALID = "valid"  # every signature is sound and its signer is trusted
    INVALID = "invalid"  # something was changed, or a signature is wrong
    UNDETERMINED = "undetermined"  # sound, but it cannot be decided whether to trust it
    UNSIGNED = "unsigned"  # there is nothing to check
    UNREADABLE = "unreadable"  # not a file that can be checked


@dataclass(frozen=True)
class Check:
    """One question. `ok` is None where it cannot be decided; `text` is the answer in Chinese.

    *Integrity*: is this what was signed? Its failure makes the file invalid. *Validity*: may the signer be relied on?
    """

    name: str
    ok: bool | None
    text: str
    about: Literal["integrity", "validity"]


@dataclass(frozen=True)
class Place:
    """Where a seal stands: page from 1, millimetres from the page's top left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


SELF_STATED = "签章时间由签章人自报，没有可信时间戳"


@dataclass(frozen=True)
class SignatureReport:
    """One signature or seal. `signed_at` is the signer's own statement unless a check says otherwise."""

    id: str
    form: str
    signer: str
    checks: tuple[Check, ...]
    signed_at: datetime | None = None
    place: Place | None = None

    @property
    def stamped(self) -> bool:
        """Whether `signed_at` is that of a time stamp which may be relied on."""
        return any(check.name == "time_stamp" and check.ok for check in self.checks)

    @property
    def integrity(self) -> bool | None:
        """Whether this is what was signed; None where that cannot be decided."""
        return _together(check.ok for check in self.checks if check.about == "integrity")

    @property
    def validity(self) -> bool | None:
        """Whether the signer may be relied on; None where that cannot be decided."""
        return _together(check.ok for check in self.checks if check.about == "validity")

    @property
    def result(self) -> Result:
        """The signature by itself."""
        together = _together(check.ok for check in self.checks)
        return {True: Result.VALID, False: Result.INVALID, None: Result.UNDETERMINED}[together]


@dataclass(frozen=True)
class Report:
    """A whole file: its signatures in the order they were made, and what else a reader should know."""

    result: Result
    signatures: tuple[SignatureReport, ...] = ()
    warnings: tuple[str, ...] = ()


def summed_up(signatures: tuple[SignatureReport, ...], warnings: tuple[str, ...]) -> Report:
    """The report of a file whose result is that of its worst signature."""
    found = {signature.result for signature in signatures}
    for worst in (Result.INVALID, Result.UNDETERMINED, Result.VALID):
        if worst in found:
            return Report(worst, signatures, warnings)
    return Report(Result.UNSIGNED, signatures, warnings)


def _together(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return False if False in found else None if None in found else True
