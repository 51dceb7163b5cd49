"""How a process begins: settings, apps, the kernel's ports; and for a command the database. Each step names what is wrong."""

import os
from enum import IntEnum
from importlib import import_module

from tongban.config.mistakes import Mistake


class Needs(IntEnum):
    """What must be in order before a command begins; each includes the ones before it."""

    NOTHING = 0
    SETTINGS = 1  # well-formed; Django is not loaded
    APPS = 2  # costs about a second
    DATABASE = 3  # it answers
    TABLES = 4


def start(needs: Needs) -> None:
    """Raises Mistake, with one line for the operator."""
    if needs >= Needs.SETTINGS:
        import_module("tongban.config.settings")
    if needs >= Needs.DATABASE:
        _require_database()  # before the apps, which take their time
    if needs >= Needs.APPS:
        start_django()
    if needs >= Needs.TABLES:
        _require_tables()


def start_django() -> None:
    """Load settings and apps. Raises Mistake, or RuntimeError when a port of the kernel is not filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    import_module("django").setup()
    import_module("tongban.kernel.ports").require_filled()


def require_own_database() -> None:
    """For the processes of a zone: a database of the other one is never opened. One that does not answer yet is waited for."""
    db, settings = import_module("django.db"), import_module("django.conf").settings
    try:
        owner = import_module("tongban.engines.exchange.api").zone_of_database()
    except db.DatabaseError:
        return
    finally:
        db.connection.close()
    if owner and owner != settings.ZONE:
        raise Mistake("DATABASE_URL：这个数据库属于另一个区。办公区和公众区（TONGBAN_SITES=portal）各有自己的数据库。")


def _require_database() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    db = import_module("django.db")
    try:
        db.connection.ensure_connection()
    except (db.DatabaseError, OSError) as error:
        what = str(error).strip().partition("\n")[0]
        raise Mistake(f"DATABASE_URL：数据库用不了（{what}）。请检查地址、用户和密码，并确认数据库已启动。") from error
    finally:
        db.connection.close()  # the apps have a word in how a connection is opened


def _require_tables() -> None:
    if "django_migrations" not in import_module("django.db").connection.introspection.table_names():
        raise Mistake("DATABASE_URL：数据库里还没有表。请先运行 tongban prepare；要恢复备份则运行 tongban restore。")
