"""A form that is sent twice does its work once: the repeat gets the first result."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections

from tongban.foundation.access.models import Role
from tongban.foundation.audit.models import Entry
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import Operation, about, recollect, remember
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY
from tongban.kernel.tests.operations import make_role, rename

GIVEN = {"actor": system_actor(), "at": MONDAY}


@pytest.mark.django_db
def test_a_repeat_returns_the_first_result_and_writes_nothing():
    first = make_role(code="a", request_key="k", **GIVEN)
    again = make_role(code="other", request_key="k", **GIVEN)
    assert again == first
    assert Entry.objects.count() == 1
    assert not Role.objects.filter(code="other").exists()


@pytest.mark.django_db
def test_a_key_serves_one_operation_of_one_account():
    role = make_role(code="a", request_key="k", **GIVEN)
    with pytest.raises(Conflict, match="刷新"):
        rename(role=role, name="乙", request_key="k", **GIVEN)
    with pytest.raises(Conflict, match="刷新"):
        make_role(code="a", request_key="k", actor=Actor(account_id=9, system=True), at=MONDAY)


@pytest.mark.django_db
def test_a_key_serves_one_thing_however_the_second_ends():
    first, second = (make_role(code=code, **GIVEN) for code in "ab")
    assert rename(role=first, name="甲", request_key="k", **GIVEN) == "甲"
    assert rename(role=first, name="甲", request_key="k", **GIVEN) == "甲"  # the double click
    with pytest.raises(Conflict, match="刷新") as refused:
        rename(role=second, name="甲", request_key="k", **GIVEN)
    assert refused.value.code == "request-key-reused"
    second.refresh_from_db()
    assert second.name == "b"
    assert Entry.objects.filter(request_key="k").count() == 1


@pytest.mark.django_db
def test_a_reference_that_an_operation_takes_is_compared_too():
    def point(*, to: Reference, actor: Actor, at) -> str:
        about(Reference("other", 7))  # what the entry says it is about is not what was asked for
        return str(to)

    point.__module__ = "tongban.foundation.x.operations"
    operation = Operation(point, may="access.define", on=None)
    for _ in range(2):
        assert operation(to=Reference("thing", 1), request_key="k", **GIVEN) == "thing:1"
    with pytest.raises(Conflict, match="刷新"):
        operation(to=Reference("thing", 2), request_key="k", **GIVEN)


@pytest.mark.django_db
def test_a_failed_attempt_does_not_use_up_the_key():
    with pytest.raises(Conflict):
        make_role(code="a", then="conflict", request_key="k", **GIVEN)
    assert make_role(code="a", request_key="k", **GIVEN).code == "a"


@pytest.mark.django_db
def test_a_constraint_of_the_database_is_not_mistaken_for_a_repeat():
    make_role(code="a", **GIVEN)
    with pytest.raises(IntegrityError):
        make_role(code="a", request_key="k", **GIVEN)


@pytest.mark.django_db
@pytest.mark.parametrize("result", [None, 0, "", "甲", 3, [1, "a"], {"a": [1, None]}])
def test_results_come_back_as_they_were(result):
    def give(*, actor: Actor, at) -> object:
        return result

    give.__module__ = "tongban.foundation.x.operations"
    operation = Operation(give, may="access.define", on=None)
    assert operation(request_key="k", **GIVEN) == operation(request_key="k", **GIVEN) == result


@pytest.mark.django_db
def test_rows_are_read_anew_and_a_row_that_is_gone_gives_nothing():
    role = make_role(code="a", **GIVEN)
    plain = remember([role, Reference("role", role.pk)])
    Role.objects.filter(pk=role.pk).update(name="改名")
    assert recollect(plain)[0].name == "改名"
    Role.objects.filter(pk=role.pk).delete()
    assert recollect(plain) == [None, str(role.reference)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time; run with DATABASE_URL")
@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_both_get_the_first_result():
    both_inside = threading.Barrier(2, timeout=10)

    def slowly(*, actor: Actor, at) -> Role:
        both_inside.wait()
        return Role.objects.create(code=threading.current_thread().name, name=threading.current_thread().name)

    slowly.__module__ = "tongban.foundation.x.operations"
    operation = Operation(slowly, may="access.define", on=None)

    def click(_: int) -> str:
        try:
            return operation(request_key="k", **GIVEN).code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        codes = set(pool.map(click, range(2)))
    assert len(codes) == 1
    assert Role.objects.filter(code__in=codes).count() == Role.objects.exclude(built_in=True).count() == 1
    assert Entry.objects.filter(request_key="k").count() == 1
