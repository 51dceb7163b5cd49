"""What an act on a case costs in statements, and that the plain statements read what a queryset would."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.business.casework import sql
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.operations.decide import grant
from tongban.business.casework.operations.letters import lay_out, seal_letter
from tongban.business.casework.operations.screen import accept
from tongban.business.casework.testing import accepted, reviewed, step, submitted
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

COST = {"accept": 52, "inspect": 17, "grant": 63, "lay_out": 9, "seal": 18}


@contextmanager
def at_most(act: str) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [q["sql"] for q in captured.captured_queries if not re.match(r"(RELEASE )?SAVEPOINT|BEGIN|COMMIT", q["sql"])]
    told = "\n".join(f"{n:3} {text[:150]}" for n, text in enumerate(said, 1))
    assert len(said) <= COST[act], f"{act}: {len(said)}\n{told}"


def test_acceptance_and_inspection_cost_so_many_statements(bureau):
    case, handler, clerk = submitted(bureau), bureau.people["handler"], bureau.actor("clerk")
    with at_most("accept"):
        accept(case=case, handler=handler, actor=clerk, at=MONDAY)
    with at_most("inspect"):
        step(bureau, case, "handler")


def test_a_decision_costs_so_many_statements(bureau):
    case, leader = reviewed(bureau), bureau.actor("leader")
    with at_most("grant"):
        grant(case=case, actor=leader, at=MONDAY)


def test_a_letter_costs_so_many_statements(bureau):
    letter = accepted(bureau).letters.get()
    with at_most("lay_out"):
        lay_out(letter=letter, actor=system_actor(), at=MONDAY)
    clerk, unlocked = bureau.actor("clerk"), bureau.opened("acceptance")
    with at_most("seal"):
        seal_letter(letter=letter, unlocked=unlocked, actor=clerk, at=MONDAY)


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_what_is_locked_is_what_a_queryset_gives(bureau):
    case = accepted(bureau)
    with transaction.atomic():
        read, letter = sql.read(case.pk, lock=True), sql.lock_letter(case.letters.get().pk)
    wanted = Case.objects.select_related("version__item", "unit").get(pk=case.pk)
    for found, row in ((read, wanted), (read.version, wanted.version), (read.version.item, wanted.version.item),
                       (read.unit, wanted.unit), (letter, Letter.objects.get()), (letter.case, wanted)):  # fmt: skip
        assert values(found) == values(row)
    with pytest.raises(Case.DoesNotExist):
        sql.read(0)
    with pytest.raises(Letter.DoesNotExist):
        sql.lock_letter(0)
