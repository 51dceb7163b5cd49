"""What @operation promises: one transaction, a permission, an entry, events; a refusal leaves its trace and nothing else."""

import pytest

from tongban.foundation.access.models import Role
from tongban.foundation.audit.models import Entry
from tongban.foundation.audit.testing import recorded
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.context import under_request_id
from tongban.kernel.errors import Conflict, NotAllowed, Refused
from tongban.kernel.operations import Operation, doing, operation_name, operations
from tongban.kernel.testing import MONDAY
from tongban.kernel.tests.operations import make_role, nested, rename, write_role

pytestmark = pytest.mark.django_db
GIVEN = {"actor": system_actor(), "at": MONDAY}
NOBODY = {"actor": Actor(account_id=3, name="路人"), "at": MONDAY}


@pytest.fixture
def codes():
    """The roles that tests made, apart from those that the product ships."""
    shipped = set(Role.objects.values_list("code", flat=True))
    return lambda: sorted(set(Role.objects.values_list("code", flat=True)) - shipped)


def test_an_operation_writes_its_entry_with_who_when_and_what():
    with under_request_id("r-1"):
        role = make_role(code="a", **GIVEN)
    entry = Entry.objects.get()
    assert (entry.action, entry.subject, entry.at) == ("tests._make_role", role.reference, MONDAY)
    assert (entry.actor_name, entry.by_system, entry.request_id) == ("系统", True, "r-1")
    assert entry.details == {"code": "a"}
    assert entry.request_key is None


@pytest.mark.parametrize("failure", ["conflict", "refuse", "defect"])
def test_a_failure_undoes_everything(codes, failure):
    with pytest.raises((Conflict, Refused, ZeroDivisionError)):
        make_role(code="a", then=failure, **GIVEN)
    assert codes() == []


@pytest.mark.parametrize(("failure", "entries"), [("conflict", []), ("refuse", [("tests._make_role", "refused", "")])])
def test_what_was_refused_is_recorded_after_the_roll_back(failure, entries):
    with pytest.raises((Conflict, Refused)) as caught:
        make_role(code="a", then=failure, **GIVEN)
    assert recorded() == entries
    assert caught.value.recorded is bool(entries)


def test_a_refusal_names_its_code_and_none_of_the_text():
    with pytest.raises(Refused):
        make_role(code="机密内容", then="refuse", **GIVEN)
    entry = Entry.objects.get()
    assert (entry.error, entry.details, entry.result) == ("secret", {}, None)


def test_who_may_not_is_refused_before_anything_runs(codes):
    with pytest.raises(NotAllowed, match="定义角色"):
        make_role(code="a", **NOBODY)
    assert codes() == []
    assert recorded() == [("tests._make_role", "refused", "")]


def test_a_refused_target_is_named_in_the_entry():
    role = make_role(code="a", **GIVEN)
    with pytest.raises(NotAllowed):
        rename(role=role, name="乙", **NOBODY)
    assert recorded()[-1] == ("tests._rename", "refused", str(role.reference))


def test_an_operation_inside_another_is_a_defect(codes):
    with pytest.raises(RuntimeError, match="inside an operation"):
        nested(**GIVEN)
    assert codes() == []


def test_a_plain_writing_function_refuses_to_run_alone():
    with pytest.raises(RuntimeError, match="only inside an operation"):
        write_role("a")
    with pytest.raises(RuntimeError):
        doing()


def test_a_bulk_form_is_one_transaction_with_an_entry_each(codes):
    made = make_role.bulk([{"code": "a"}, {"code": "b"}], **GIVEN)
    assert [r.code for r in made] == codes() == ["a", "b"]
    assert recorded() == [("tests._make_role", "done", str(r.reference)) for r in made]


def test_one_failure_undoes_the_whole_bulk(codes):
    with pytest.raises(Conflict):
        make_role.bulk([{"code": "a"}, {"code": "b", "then": "conflict"}], **GIVEN)
    assert codes() == []
    assert recorded() == []


def test_the_refusal_of_a_bulk_names_the_call_that_failed():
    first, second = make_role.bulk([{"code": "a"}, {"code": "b"}], **GIVEN)
    calls = [{"role": first, "name": "甲"}, {"role": second, "name": "乙"}]
    picky = Operation(_second_is_refused(second), may="access.define", on="role")
    with pytest.raises(Refused):
        picky.bulk(calls, **GIVEN)
    assert recorded()[-1][2] == str(second.reference)


def _second_is_refused(second):
    def picky(*, role, name, actor, at):
        if role == second:
            raise Refused("不行。")

    picky.__module__ = "tongban.foundation.x.operations"
    return picky


def test_an_empty_bulk_does_nothing():
    assert make_role.bulk([], **GIVEN) == []
    assert recorded() == []


def test_the_name_of_an_operation_is_its_address():
    def act() -> None: ...

    for module in ("tongban.foundation.widgets.operations", "tongban.foundation.widgets.operations.acting"):
        act.__module__ = module
        assert operation_name(act) == "widgets.act"


def test_every_registered_operation_resolves_by_its_name():
    for name, made in operations.items():
        app, verb = name.split(".")
        assert made.function.__name__ == verb
        assert f".{app}.operations" in made.function.__module__
