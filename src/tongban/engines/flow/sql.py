"""What every move reads, in plain statements. Contract-tested on both databases."""

import functools
import json
from collections.abc import Sequence
from typing import Any

from tongban.engines.flow.models import Definition, Instance, Token, Work
from tongban.kernel.references import Reference
from tongban.kernel.sql import Shape, fetch, for_update, insert_rows, later, load

WORK, INSTANCE, DEFINITION = Shape(Work), Shape(Instance), Shape(Definition, "id", "digest")

_LIVE = """
SELECT token, element, data FROM flow_work WHERE instance_id = %s AND state = 'open'
UNION ALL SELECT number, element, data FROM flow_token WHERE instance_id = %s
"""


def take(work_id: int) -> Work:
    """A step with its instance and definition, both rows locked. Work.DoesNotExist when there is none."""
    for work, instance, definition in load(_take(), [work_id], WORK, INSTANCE, DEFINITION):
        instance.definition, work.instance = definition, instance
        return work
    raise Work.DoesNotExist


@functools.cache
def _take() -> str:
    return (
        f"SELECT {WORK.columns('w')}, {INSTANCE.columns('i')}, {DEFINITION.columns('d')}"  # noqa: S608
        " FROM flow_work w JOIN flow_instance i ON i.id = w.instance_id JOIN flow_definition d ON d.id = i.definition_id"
        f" WHERE w.id = %s {for_update('w', 'i')}"
    )


def open_works(subject: Reference) -> list[Work]:
    """The steps of a subject that wait for somebody, in the order of their opening."""
    return [work for (work,) in load(_open_works(), [subject.kind, subject.id], WORK)]


@functools.cache
def _open_works() -> str:
    return (
        f"SELECT {WORK.columns('w')} FROM flow_work w"  # noqa: S608
        " WHERE w.subject_kind = %s AND w.subject_id = %s AND w.state = 'open' ORDER BY w.id"
    )


def live(instance_id: int) -> list[tuple[int, str, dict[str, Any]]]:
    """Number, element and packed data of each live token: open steps are in their works, all others in tokens."""
    found = fetch(_LIVE, [instance_id, instance_id])
    return [(number, element, _data(data)) for number, element, data in found]


_AGAIN = "ON CONFLICT (instance_id, number) DO UPDATE SET element = EXCLUDED.element, data = EXCLUDED.data, signals = EXCLUDED.signals"


def put_tokens(tokens: Sequence[Token]) -> None:
    """New tokens, and those that changed."""
    insert_rows(tokens, conflict=_AGAIN)


def drop_tokens(instance_id: int, numbers: Sequence[int]) -> None:
    if numbers:
        marks = ", ".join(["%s"] * len(numbers))
        later(
            "flow_token",
            f"DELETE FROM flow_token WHERE instance_id = %s AND number IN ({marks})",  # noqa: S608 - constants
            [instance_id, *numbers],
        )


def _data(value: Any) -> dict[str, Any]:
    return dict(json.loads(value) if isinstance(value, str | bytes) else value)
