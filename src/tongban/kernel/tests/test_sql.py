"""Rows of models by plain statements: what goes in comes out as a queryset would give it, on both databases."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tongban.foundation.access.models import Role, Visibility
from tongban.foundation.audit.models import Entry
from tongban.foundation.jobs.models import Job
from tongban.kernel.sql import BATCH, Shape, fetch, insert_rows, later, load, moment, together, update_row
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
JOB = Shape(Job)


def job(**fields):
    given = {"name": "sql.test", "payload": {"标题": ["一", 2, None, True]}, "run_at": MONDAY, "created_at": MONDAY}
    return Job(**given | fields)


def loaded(*ids):
    marks = ", ".join(["%s"] * len(ids))
    rows = load(f"SELECT {JOB.columns('j')} FROM jobs_job j WHERE j.id IN ({marks}) ORDER BY j.id", ids, JOB)
    return [row for (row,) in rows]


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_inserted_rows_have_their_ids_and_are_what_the_orm_reads():
    rows = [job(), job(dedupe_key="a", again=True, result={"n": 1}, progress_total=7), job(result=[])]
    insert_rows(rows)
    assert len({row.pk for row in rows}) == 3
    for row in rows:
        assert values(Job.objects.get(pk=row.pk)) == values(row)
        assert not row._state.adding


def test_a_loaded_row_is_the_one_that_a_queryset_gives():
    rows = [job(), job(again=True, finished_at=MONDAY + timedelta(microseconds=1), result={"a": {"b": 0.5}})]
    insert_rows(rows)
    found = loaded(*(row.pk for row in rows))
    assert [values(row) for row in found] == [values(row) for row in Job.objects.order_by("pk")]
    assert isinstance(found[0].run_at, datetime)
    assert found[0].run_at.tzinfo
    assert found[1].again is True


def test_two_models_of_one_row_and_one_with_some_of_its_columns():
    entry = Entry(action="sql.test", at=MONDAY, outcome="done", details={"n": 1})
    other = job()
    insert_rows([entry])
    insert_rows([other])
    some = Shape(Job, "id", "name")
    text = f"SELECT {Shape(Entry).columns('e')}, {some.columns('j')} FROM audit_entry e CROSS JOIN jobs_job j"
    [(first, second)] = load(text, [], Shape(Entry), some)
    assert (first.details, second.name) == ({"n": 1}, "sql.test")
    assert second.get_deferred_fields() >= {"payload", "run_at"}


def test_what_the_database_gives_by_itself_is_left_to_it():
    insert_rows([Entry(action="sql.test", at=MONDAY, outcome="done")])
    assert Entry.objects.get().recorded_at.year >= 2026


def test_an_update_writes_the_named_fields_and_no_others():
    insert_rows([job()])
    row = Job.objects.get()
    row.name, row.result, row.request_id = "sql.changed", {"ok": True}, "kept out"
    update_row(row, "name", "result")
    assert Job.objects.values_list("name", "result", "request_id").get() == ("sql.changed", {"ok": True}, "")


def test_a_foreign_key_is_written_by_its_name():
    role = Role.objects.create(code="sql", name="试", level="user")
    role.rights.create(permission="a.b")
    right = role.rights.get()
    right.role = Role.objects.create(code="sql2", name="试二", level="user")
    update_row(right, "role")
    assert not role.rights.exists()


def test_more_rows_than_one_statement_takes():
    many = BATCH // 4 + 3
    insert_rows([Visibility(key="p1", subject_kind="t", subject_id=n, sort_at=MONDAY) for n in range(many)])
    assert Visibility.objects.count() == many


def test_with_a_clause_for_conflicts_what_is_there_stays():
    rows = [Visibility(key="p1", subject_kind="t", subject_id=1, sort_at=MONDAY) for _ in range(2)]
    insert_rows(rows, conflict="ON CONFLICT DO NOTHING")
    assert Visibility.objects.count() == 1


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows([])


def test_writes_that_wait_are_seen_by_whatever_is_asked_next():
    insert_rows([job()])
    row = Job.objects.get()
    with together():
        row.name = "first"
        update_row(row, "name")
        row.name = "second"  # the same table again: one after the other
        update_row(row, "name")
        assert Job.objects.get().name == "second"
        later("jobs_job", "UPDATE jobs_job SET name = %s WHERE name = %s", ["third", "second"])
    assert Job.objects.get().name == "third"


def test_a_failed_block_writes_nothing_of_what_waited():
    insert_rows([job()])

    def fail():
        with together():
            later("jobs_job", "UPDATE jobs_job SET name = %s", ["never"])
            raise LookupError

    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes at once: run with DATABASE_URL")
    with pytest.raises(LookupError):
        fail()
    assert not Job.objects.filter(name="never").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes at once: run with DATABASE_URL")
def test_writes_to_several_tables_go_to_the_server_as_one_statement(django_assert_num_queries):
    insert_rows([job()])
    row = Job.objects.get()
    with django_assert_num_queries(1), together():
        row.name = "changed"
        update_row(row, "name")
        insert_rows([Entry(action="sql.test", at=MONDAY, outcome="done")], ids=False)
    assert (Job.objects.get().name, Entry.objects.get().action) == ("changed", "sql.test")


def test_a_time_as_a_parameter_compares_as_time():
    insert_rows([job(run_at=MONDAY)])
    for at, there in ((MONDAY, 1), (MONDAY - timedelta(microseconds=1), 0)):
        assert fetch("SELECT count(*) FROM jobs_job WHERE run_at <= %s", [moment(at)])[0][0] == there


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite reads a statement in microseconds: run with DATABASE_URL"
)
def test_a_statement_that_comes_again_is_prepared():
    for pk in range(8):
        fetch("SELECT id FROM jobs_job WHERE id = %s", [moment(None) or pk])
    prepared = fetch(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT id FROM jobs_job%"]
    )
    assert prepared[0][0] >= 1
