"""The limits of a case: which clock starts and stops when. The arithmetic is foundation.clocks."""

from datetime import datetime

from tongban.business.casework.contracts import (
    DELIVERY,
    ISSUING,
    LEGAL,
    PREACCEPT,
    PROMISED,
    SPECIAL,
    SUPPLEMENT,
    Channel,
)
from tongban.business.casework.models import Case
from tongban.foundation.clocks import api as clocks
from tongban.foundation.options import api as options
from tongban.kernel.operations import inside_operation
from tongban.lib.days.words import Unit as Measure

# Marks are working days before and after the end at which the supervision wants to hear (standards §9.1).
WEB_RECEIPT = clocks.Rule(unit=Measure.WORKDAY, amount=2, basis=clocks.Basis.SECOND, marks=(0, 3, 5))
ISSUE_WITHIN = clocks.Rule(unit=Measure.WORKDAY, amount=3, basis=clocks.Basis.SECOND, marks=(0,))
LIVE = ("running", "paused")


NEAR = "casework.near_days"


def near() -> int:
    """So many working days before the end a limit begins to press: a setting, for clocks that start from now on."""
    return options.whole(NEAR)


@inside_operation
def received(case: Case) -> None:
    """Materials came in: the organ has five days to ask for supplements, and online two to look at them."""
    clocks.start(
        subject=case.reference,
        code=SUPPLEMENT,
        rule=clocks.rule_of("licensing.supplement", marks=(-1,)),
        unit=case.unit,
    )
    if case.channel == Channel.WEB:
        clocks.start(subject=case.reference, code=PREACCEPT, rule=WEB_RECEIPT, unit=case.unit)


@inside_operation
def accepted(case: Case, *, when: datetime) -> None:
    """受理: the statutory limit and the promised one run from `when`, which silence puts back to the receipt."""
    stop(case, SUPPLEMENT, PREACCEPT)
    content = case.version.content
    for code, days in ((LEGAL, content.legal_days), (PROMISED, content.promised_days)):
        rule = clocks.rule_of(content.limit, promised=days, basis=clocks.Basis.SECOND, marks=(-near(), 0))
        clocks.start(subject=case.reference, code=code, rule=rule, unit=case.unit, when=when)


@inside_operation
def decided(case: Case, *, licensed: bool) -> None:
    """决定: both limits end; delivery has ten days, making the licence three."""
    stop(case, LEGAL, PROMISED)
    clocks.start(subject=case.reference, code=DELIVERY, rule=clocks.rule_of("licensing.delivery"), unit=case.unit)
    if licensed:
        clocks.start(subject=case.reference, code=ISSUING, rule=ISSUE_WITHIN, unit=case.unit)


@inside_operation
def stop(case: Case, *codes: str) -> None:
    """Stop those of these clocks that run."""
    clocks.stop_live(subject=case.reference, codes=codes)


@inside_operation
def stop_all(case: Case) -> None:
    stop(case, SUPPLEMENT, PREACCEPT, LEGAL, PROMISED, SPECIAL, DELIVERY, ISSUING)


def limits(case: Case) -> list[clocks.Clock]:
    """The statutory and the promised clock, while they live."""
    return list(clocks.clocks_of(case.reference).filter(code__in=(LEGAL, PROMISED), state__in=LIVE))
