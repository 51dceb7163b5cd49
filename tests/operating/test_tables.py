"""What the migrations leave in the database is what the models say, down to the last constraint."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

pytestmark = pytest.mark.django_db
NAMES = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT conname FROM pg_constraint UNION ALL SELECT indexname FROM pg_indexes",
}


def test_every_column_reference_index_and_constraint_of_the_models_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        names = set(re.findall(r"\w+", " ".join(row[0] for row in cursor.fetchall())))
        wanting = [name for model in tables() for name in missing(model, names, cursor)]
    assert wanting == []


def tables() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def missing(model: type[models.Model], names: set[str], cursor: CursorWrapper) -> list[str]:
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
    columns = {column[0] for column in cursor.description}
    referring = connection.introspection.get_relations(cursor, table)
    named = {row.name for row in (*model._meta.constraints, *model._meta.indexes)}
    return [
        *(f"{table}.{f.column}" for f in fields if f.column not in columns),
        *(f"{table}.{f.column} refers to nothing" for f in fields if refers(f) and f.column not in referring),
        *(f"{table}: {name}" for name in sorted(named - names)),
    ]


def refers(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) and field.db_constraint
