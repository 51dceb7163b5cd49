"""The index of words, of each database's own kind."""

from django.db import migrations

from tongban.foundation.search.sql import install


def make_index(apps, schema_editor) -> None:
    for statement in install(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
