"""Tongban's engine under the workload of ../shared/bench/engines: the engine alone, without permission, audit, desks and news.

One process, one engine: `python -m bench.own_engine ours_pg fawen 50 1024` prints one JSON line, as the comparison's bench_one.py does.
Each step is one transaction: the step and its instance locked and read, the live tokens read, the model run, everything written.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

Opened = list[tuple[int, str]]


def comparison() -> ModuleType:
    """common.py of the comparison: models, workload, percentiles. Read where it lies."""
    folder = str(Path(os.environ["TONGBAN_SHARED"]) / "bench/engines")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    import common  # noqa: PLC0415 - of the comparison

    return common


class Engine:
    """What the workload drives: start(i), step(…), extra()."""

    def __init__(self, model: str, payload: int) -> None:
        from tongban.engines.flow.models import Definition  # noqa: PLC0415 - Django is ready only now
        from tongban.kernel.now import now  # noqa: PLC0415

        source = comparison().bpmn_xml(model)
        digest = hashlib.new("sm3", source.encode()).hexdigest()
        given = {"version": 1, "name": model, "source": source, "digest": digest, "published_at": now()}
        self.definition, _ = Definition.objects.get_or_create(key=f"bench_{model}", defaults=given)
        self.variables = comparison().payload(payload)
        self.now = now

    def start(self, number: int) -> tuple[int, Opened]:
        from django.db import transaction  # noqa: PLC0415

        from tongban.engines.flow.models import Instance  # noqa: PLC0415
        from tongban.kernel.sql import insert_rows, together  # noqa: PLC0415
        from tongban.lib import bpmn  # noqa: PLC0415

        instance = Instance(
            definition=self.definition, variables=self.variables, started_at=self.now(), subject_kind="bench",
            subject_id=os.getpid() * 1_000_000 + number + 10,
        )  # fmt: skip
        with transaction.atomic(), together():
            insert_rows([instance])
            writing = self._writing(instance)
            return instance.pk, self._write(
                bpmn.start(writing.model, variables=self.variables, context=writing.context), writing
            )

    def step(self, instance_id: int, task: int, node: str, rejected: int) -> Opened:
        from django.db import transaction  # noqa: PLC0415

        from tongban.engines.flow import rows, sql  # noqa: PLC0415
        from tongban.engines.flow.models import Work  # noqa: PLC0415
        from tongban.kernel.sql import together, update_row  # noqa: PLC0415
        from tongban.lib import bpmn  # noqa: PLC0415

        with transaction.atomic(), together():
            work = sql.take(task)
            assert (work.state, work.element, work.instance.ended) == (Work.OPEN, node, "")
            writing = self._writing(work.instance)
            state = rows.load(work.instance)
            change = bpmn.complete(
                writing.model, state, work.token, outcome={"rejected": rejected}, context=writing.context
            )
            work.state, work.done_at, work.person_name = Work.DONE, writing.at, writing.actor_name
            update_row(work, "state", "done_at", "person_name")
            return self._write(change, writing)

    def extra(self) -> dict[str, Any]:
        return {}

    def _writing(self, instance: Any) -> Any:
        from tongban.engines.flow.contracts import Subject  # noqa: PLC0415
        from tongban.engines.flow.rows import Writing  # noqa: PLC0415
        from tongban.kernel.references import Reference  # noqa: PLC0415

        subject = Subject(Reference("bench", instance.subject_id), "发文", "关于有关事项的通知", 1, 1)
        return Writing(instance, subject, self.now(), "办理人")

    @staticmethod
    def _write(change: Any, writing: Any) -> Opened:
        from tongban.engines.flow.rows import write  # noqa: PLC0415

        return [(work.pk, work.element) for work in write(change, writing)]


def fsync_each_commit() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    name, model, instances, payload = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if name.endswith("sqlite_full"):
        fsync_each_commit()
    engine = Engine(model, payload)
    found = comparison().workload(engine, instances)
    print(json.dumps({**found, "engine": name, "model": model, "payload": payload}))


if __name__ == "__main__":
    main()
