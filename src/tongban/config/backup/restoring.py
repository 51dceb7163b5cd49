"""Bring the rows of an archive into the database, which has none. Keys and blobs are in their places already."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from tongban.config import env
from tongban.config.backup import sql
from tongban.config.backup.archive import Manifest, NotRestorable
from tongban.config.migrating import migrate
from tongban.config.states import few_models_anew

BATCH = 500  # rows of one INSERT
SOURCE = "archive"  # the name of the second database while rows move from SQLite to PostgreSQL


def restore(manifest: Manifest, rows: Path) -> None:
    """Rows as they were, then migrated to this code. Raises NotRestorable: the database is not empty, or newer code made it."""
    refuse_unless_known(manifest)
    if connection.vendor == "sqlite":
        if manifest.engine != "sqlite":
            raise NotRestorable("这是 PostgreSQL 的备份，请把 DATABASE_URL 设为一个空的 PostgreSQL 数据库。")
        sql.place_file(rows, Path(connection.settings_dict["NAME"]))
    else:
        refuse_unless_without_tables()
        (grow if manifest.engine == "sqlite" else load)(manifest, rows)
    migrate()


def refuse_unless_known(manifest: Manifest) -> None:
    # Not asked of the database: connecting would make an empty SQLite file in the place of the copy.
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := [name for name in manifest.migrations if name not in known]:
        raise NotRestorable(
            f"此备份由通办 {manifest.version} 制作，本程序不认识其数据结构（{unknown[0]}）。请用那个版本恢复。"
        )


def refuse_unless_without_tables() -> None:
    if names := connection.introspection.table_names():
        raise NotRestorable(f"数据库里已有 {len(names)} 张表，恢复不会覆盖。请指定一个空的数据库。")


def load(manifest: Manifest, rows: Path) -> None:
    """PostgreSQL to PostgreSQL: tables as they stood when the archive was made, then its rows."""
    executor = MigrationExecutor(connection)
    with few_models_anew():
        executor.migrate(last_of_each_app(manifest, executor.loader.graph))
    sql.copy_in(rows)


def last_of_each_app(manifest: Manifest, graph: MigrationGraph) -> list[tuple[str, str]]:
    recorded = {(app, name) for app, _, name in (line.partition(".") for line in manifest.migrations)}
    later = {parent.key for key in recorded for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(recorded - later)


def grow(_manifest: Manifest, rows: Path) -> None:
    """SQLite to PostgreSQL: the copy is migrated to this code, then every row moves with its key."""
    connections.settings[SOURCE] = settings.DATABASES[SOURCE] = {
        **connections.settings["default"], **env.sqlite(rows / sql.FILE)
    }  # fmt: skip
    with few_models_anew():
        call_command("migrate", database=SOURCE, verbosity=0)
        call_command("migrate", database="default", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(sql.quoted(table) for table in rows_of_apps())}")
        for model in moving():
            move(model)
        for model in moving():
            sql.set_sequences(cursor, model._meta.db_table)


def moving() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def rows_of_apps() -> list[str]:
    return [model._meta.db_table for model in moving()]


def move(model: type[models.Model]) -> None:
    """Foreign keys are checked at the end of the transaction, so any order will do."""
    source = model._base_manager.using(SOURCE).order_by("pk").iterator(chunk_size=BATCH)
    model._base_manager.using("default").bulk_create(source, batch_size=BATCH)
