"""The statutory limits as data: data/limits.json, one row for each, with its article and how it is counted.

rule_of("licensing.decision", promised=7, basis=Basis.SECOND, marks=(-3,))
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tongban.foundation.clocks.contracts import Basis, Ground, Rule
from tongban.kernel.errors import Invalid
from tongban.lib.days.words import Unit

FILE = Path(__file__).parent / "data" / "limits.json"


class Counting(StrEnum):
    """How a limit is counted. NONE: the row says how others are counted, or which procedures are not."""

    AFTER = "after"  # from the day after an event (民法典 §201, §203)
    BEFORE = "before"  # back from an event
    AT_LEAST = "at_least"  # something must last as long
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """`amount` more in the limit's own unit, approved by `approver`; `told`: the applicant hears of it with the reason."""

    amount: int
    approver: str
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of the law. `start` is the event it is counted from (or back from); `row` its place in the catalogue.

    `silence` is what counts when nothing was done in time. `local`: the rule of some places. `uncertain`: not checked
    against the official text, so a place must confirm it before it relies on it.
    """

    code: str
    row: int
    law: str
    article: str
    name: str
    start: str
    unit: Unit | None = None
    amount: int | None = None
    counting: Counting = Counting.AFTER
    on_the_spot: bool = False
    extension: Extension | None = None
    pauses: tuple[Ground, ...] = ()
    silence: str = ""
    note: str = ""
    local: bool = False
    uncertain: bool = False


@functools.cache
def limits() -> Mapping[str, Limit]:
    """All limits by code."""
    return {row["code"]: _limit(row) for row in json.loads(FILE.read_text("utf-8"))}


def _limit(row: dict[str, Any]) -> Limit:
    extension = Extension(**row["extension"]) if "extension" in row else None
    typed = {
        "unit": Unit(row["unit"]) if row["unit"] else None,
        "counting": Counting(row["counting"]),
        "pauses": tuple(Ground(word) for word in row.get("pauses", ())),
        "extension": extension,
    }
    return Limit(**{**row, **typed})


def rule_of(code: str, *, promised: int | None = None, basis: Basis = Basis.DAY, marks: tuple[int, ...] = ()) -> Rule:
    """The rule for a clock under a statutory limit, or under a shorter one that was promised (承诺时限).

    LookupError for a code that does not exist, ValueError for one that no clock can follow (counted back, or not counted);
    Invalid for a promise that is longer than the law allows.
    """
    limit = limits().get(code)
    if limit is None:
        raise LookupError(f"no limit {code!r} in {FILE.name}")
    if limit.counting is not Counting.AFTER or not limit.amount or limit.unit is None:
        raise ValueError(f"{code} is not counted from an event")
    if promised is not None and not 1 <= promised <= limit.amount:
        raise Invalid({"promised": f"承诺时限应在1至{limit.amount}之间，不能超过法定时限。"})
    return Rule(
        limit=code, unit=limit.unit, amount=promised or limit.amount, basis=basis, marks=marks, pauses=limit.pauses,
        extension=limit.extension.amount if limit.extension else 0,
    )  # fmt: skip
