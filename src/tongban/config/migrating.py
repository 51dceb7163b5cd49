"""Bring the database to this code: tables, then what the apps' deploy steps put into them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.migrations.state import ProjectState

from tongban.config.starting import require_own_database
from tongban.kernel.deploy import deploy
from tongban.kernel.now import now

find_joined = ProjectState._find_reload_model  # type: ignore[attr-defined]


def migrate() -> None:
    """A second time changes nothing. Raises Mistake where the database is the other zone's."""
    require_own_database()
    with few_models_anew():
        call_command("migrate", verbosity=0, interactive=False)
    deploy(at=now())


@contextmanager
def few_models_anew() -> Iterator[None]:
    """At each step of a migration Django makes the classes of all models anew that are joined to the changed one, and here
    almost all are joined: most of an installation's first minute. A model that comes, an index and a constraint touch no
    other table, so that their own class will do; where a step asks for relations (RunPython, a new foreign key), all is fresh.
    """
    ProjectState._find_reload_model = _itself_where_that_will_do  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = find_joined  # type: ignore[attr-defined]


def _itself_where_that_will_do(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    """`delay` is Django's own word for "relations may be stale until somebody asks for them"."""
    comes = model_name not in state.apps.all_models[app_label]
    if delay or comes:
        state.is_delayed = True
        return {(app_label, model_name)}
    return set(find_joined(state, app_label, model_name, delay))
