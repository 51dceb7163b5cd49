"""Run as a process of the throw-away installation: two offices with things in every state, and somebody who may touch them all.

Prints his token and his post, as JSON.
"""

import json
import sys
from dataclasses import replace
from datetime import timedelta

from tongban.config.starting import start_django

start_django()

from django.core.management import call_command  # noqa: E402

from tongban.business.casework.testing import (  # noqa: E402
    APPLICANT,
    accepted,
    decided,
    delivered,
    make_bureau,
    reviewed,
    submitted,
)
from tongban.business.documents import testing as documents  # noqa: E402
from tongban.business.licenses.testing import make_series  # noqa: E402
from tongban.business.supervision.contracts import ORDER_NUMBER, Level  # noqa: E402
from tongban.business.supervision.operations import cards, orders  # noqa: E402
from tongban.config.migrating import migrate  # noqa: E402
from tongban.foundation.access.api import permissions  # noqa: E402
from tongban.foundation.access.testing import allow  # noqa: E402
from tongban.foundation.identity.operations import create_token  # noqa: E402
from tongban.foundation.organization.api import Delegation, Person, Unit  # noqa: E402
from tongban.foundation.organization.testing import actor_of, make_person  # noqa: E402
from tongban.kernel.deploy import deploy  # noqa: E402
from tongban.kernel.now import now  # noqa: E402
from tongban.kernel.testing import MONDAY  # noqa: E402

DUTIES = ("receiver", "registrar", "vetter", "seal_keeper", "window")


def main() -> None:
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)
    deploy(at=now())
    county = documents.small_county()
    for make in (documents.make_draft, documents.to_signed, documents.to_laid_out, documents.to_sealed):
        make(county)
    documents.registered(county, documents.to_issued(county))
    bureau = make_bureau()
    caller = make_person("巡检员", unit=county.office, title="巡检", rank="deputy", duties=DUTIES)
    _empower(caller)
    _cases(bureau, caller)
    _tell(caller)


def _empower(caller: Person) -> None:
    """Every right over everything, and everybody's desk."""
    codes = [code for code, declared in permissions.items() if declared.rule is None]
    allow(caller, *codes)
    for person in Person.objects.exclude(pk=caller.pk):
        Delegation.objects.create(person=person, to=caller, since=MONDAY, until=now() + timedelta(days=9))


def _cases(bureau, caller: Person) -> None:
    for number, make in enumerate((submitted, accepted, reviewed, decided, delivered)):
        who = replace(APPLICANT, code=f"91350100M00010{number}Y43")
        case = make(bureau, applicant=who)
    make_series(Unit.objects.get(pk=caller.unit_id), ORDER_NUMBER, "临督", "{word}〔{year}〕{serial}号")
    given = {"actor": actor_of(caller), "at": now()}
    for level in Level:
        card = cards.issue_by_hand(case=case, level=level, reason="超过承诺时限没有说明", **given)
    orders.order(card=card, demand="请核查并整改", days=3, **given)


def _tell(caller: Person) -> None:
    account = caller.account
    account.must_change_password, account.password_changed_at = False, now()
    account.save()
    made = create_token(account=account, name="接口检查", days=1, actor=actor_of(caller), at=now())
    json.dump({"token": made.text, "post": actor_of(caller).post_id}, sys.stdout)


main()
