"""Quicker migrations: what Django keeps up to date between the steps of one. Needs nothing else of the product."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState

find_joined = ProjectState._find_reload_model  # type: ignore[attr-defined]


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
